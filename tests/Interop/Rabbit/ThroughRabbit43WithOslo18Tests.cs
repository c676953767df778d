using Amqp1.Interop.Tests.Harness.Rabbit;

namespace Amqp1.Interop.Tests.Rabbit;

/// <summary>Interop tests through RabbitMQ 4.3, with oslo.messaging 18.3.0.</summary>
public static class ThroughRabbit43WithOslo18Tests
{
    [Collection(SharesRabbit43.Name)]
    public sealed class CallToPythonRoles(Rabbit43Fixture fixture) : CallToPythonRoleTests(fixture.With(OsloRelease.Newest));

    [Collection(SharesRabbit43.Name)]
    public sealed class CallFromPythonRoles(Rabbit43Fixture fixture) : CallFromPythonRoleTests(fixture.With(OsloRelease.Newest));

    [Collection(SharesRabbit43.Name)]
    public sealed class NotificationRoles(Rabbit43Fixture fixture) : NotificationRoleTests(fixture.With(OsloRelease.Newest));

    [Collection(SharesRabbit43.Name)]
    public sealed class ClaimCheckRoles(Rabbit43Fixture fixture) : ClaimCheckRoleTests(fixture.With(OsloRelease.Newest));

    [Collection(SharesRabbit43.Name)]
    public sealed class StreamRoles(Rabbit43Fixture fixture) : StreamRoleTests(fixture.With(OsloRelease.Newest));

    [Collection(SharesRabbit43.Name)]
    public sealed class CallsToPython(Rabbit43Fixture fixture) : CallToPythonTests(fixture.With(OsloRelease.Newest));

    [Collection(SharesRabbit43.Name)]
    public sealed class CallsFromPython(Rabbit43Fixture fixture) : CallFromPythonTests(fixture.With(OsloRelease.Newest));

    [Collection(SharesRabbit43.Name)]
    public sealed class Payloads(Rabbit43Fixture fixture) : PayloadTests(fixture.With(OsloRelease.Newest));

    [Collection(SharesRabbit43.Name)]
    public sealed class BadInput(Rabbit43Fixture fixture) : BadInputTests(fixture.With(OsloRelease.Newest));

    [Collection(SharesRabbit43.Name)]
    public sealed class FunctionalCases(Rabbit43Fixture fixture) : FunctionalCaseTests(fixture.With(OsloRelease.Newest));

    [Collection(SharesRabbit43.Name)]
    public sealed class NotificationFeatures(Rabbit43Fixture fixture) : NotificationFeatureTests(fixture.With(OsloRelease.Newest));

    [Collection(SharesRabbit43.Name)]
    public sealed class Tracing(Rabbit43Fixture fixture) : TracingTests(fixture.With(OsloRelease.Newest));
}
