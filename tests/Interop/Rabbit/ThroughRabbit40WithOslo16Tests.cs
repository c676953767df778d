using Amqp1.Interop.Tests.Harness.Rabbit;

namespace Amqp1.Interop.Tests.Rabbit;

/// <summary>Interop tests through RabbitMQ 4.0, with oslo.messaging 16.1.0.</summary>
public static class ThroughRabbit40WithOslo16Tests
{
    [Collection(SharesRabbit40.Name)]
    public sealed class CallToPythonRoles(Rabbit40Fixture fixture) : CallToPythonRoleTests(fixture.With(OsloRelease.Trixie));

    [Collection(SharesRabbit40.Name)]
    public sealed class CallFromPythonRoles(Rabbit40Fixture fixture) : CallFromPythonRoleTests(fixture.With(OsloRelease.Trixie));

    [Collection(SharesRabbit40.Name)]
    public sealed class NotificationRoles(Rabbit40Fixture fixture) : NotificationRoleTests(fixture.With(OsloRelease.Trixie));

    [Collection(SharesRabbit40.Name)]
    public sealed class ClaimCheckRoles(Rabbit40Fixture fixture) : ClaimCheckRoleTests(fixture.With(OsloRelease.Trixie));

    [Collection(SharesRabbit40.Name)]
    public sealed class StreamRoles(Rabbit40Fixture fixture) : StreamRoleTests(fixture.With(OsloRelease.Trixie));

    [Collection(SharesRabbit40.Name)]
    public sealed class CallsToPython(Rabbit40Fixture fixture) : CallToPythonTests(fixture.With(OsloRelease.Trixie));

    [Collection(SharesRabbit40.Name)]
    public sealed class CallsFromPython(Rabbit40Fixture fixture) : CallFromPythonTests(fixture.With(OsloRelease.Trixie));

    [Collection(SharesRabbit40.Name)]
    public sealed class Payloads(Rabbit40Fixture fixture) : PayloadTests(fixture.With(OsloRelease.Trixie));

    [Collection(SharesRabbit40.Name)]
    public sealed class BadInput(Rabbit40Fixture fixture) : BadInputTests(fixture.With(OsloRelease.Trixie));

    [Collection(SharesRabbit40.Name)]
    public sealed class FunctionalCases(Rabbit40Fixture fixture) : FunctionalCaseTests(fixture.With(OsloRelease.Trixie));

    [Collection(SharesRabbit40.Name)]
    public sealed class NotificationFeatures(Rabbit40Fixture fixture) : NotificationFeatureTests(fixture.With(OsloRelease.Trixie));

    [Collection(SharesRabbit40.Name)]
    public sealed class Tracing(Rabbit40Fixture fixture) : TracingTests(fixture.With(OsloRelease.Trixie));
}
