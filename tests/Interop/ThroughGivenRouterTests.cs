using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

/// <summary>Interop tests through the router that the environment names.</summary>
public static class ThroughGivenRouterTests
{
    [Collection<Shares<GivenRouter>>]
    public sealed class CallToPythonRoles(InteropFixture<GivenRouter> fixture) : CallToPythonRoleTests(fixture);

    [Collection<Shares<GivenRouter>>]
    public sealed class CallFromPythonRoles(InteropFixture<GivenRouter> fixture) : CallFromPythonRoleTests(fixture);

    [Collection<Shares<GivenRouter>>]
    public sealed class NotificationRoles(InteropFixture<GivenRouter> fixture) : NotificationRoleTests(fixture);

    [Collection<Shares<GivenRouter>>]
    public sealed class ClaimCheckRoles(InteropFixture<GivenRouter> fixture) : ClaimCheckRoleTests(fixture);

    [Collection<Shares<GivenRouter>>]
    public sealed class StreamRoles(InteropFixture<GivenRouter> fixture) : StreamRoleTests(fixture);

    [Collection<Shares<GivenRouter>>]
    public sealed class CallsToPython(InteropFixture<GivenRouter> fixture) : CallToPythonTests(fixture);

    [Collection<Shares<GivenRouter>>]
    public sealed class CallsFromPython(InteropFixture<GivenRouter> fixture) : CallFromPythonTests(fixture);

    [Collection<Shares<GivenRouter>>]
    public sealed class Payloads(InteropFixture<GivenRouter> fixture) : PayloadTests(fixture);

    [Collection<Shares<GivenRouter>>]
    public sealed class BadInput(InteropFixture<GivenRouter> fixture) : BadInputTests(fixture);

    [Collection<Shares<GivenRouter>>]
    public sealed class FunctionalCases(InteropFixture<GivenRouter> fixture) : FunctionalCaseTests(fixture);

    [Collection<Shares<GivenRouter>>]
    public sealed class NotificationFeatures(InteropFixture<GivenRouter> fixture) : NotificationFeatureTests(fixture);

    [Collection<Shares<GivenRouter>>]
    public sealed class Tracing(InteropFixture<GivenRouter> fixture) : TracingTests(fixture);
}
