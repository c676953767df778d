using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

/// <summary>Interop tests through the broker that the environment names.</summary>
public static class ThroughGivenBrokerTests
{
    [Collection<Shares<GivenBroker>>]
    public sealed class CallToPythonRoles(InteropFixture<GivenBroker> fixture) : CallToPythonRoleTests(fixture);

    [Collection<Shares<GivenBroker>>]
    public sealed class CallFromPythonRoles(InteropFixture<GivenBroker> fixture) : CallFromPythonRoleTests(fixture);

    [Collection<Shares<GivenBroker>>]
    public sealed class NotificationRoles(InteropFixture<GivenBroker> fixture) : NotificationRoleTests(fixture);

    [Collection<Shares<GivenBroker>>]
    public sealed class ClaimCheckRoles(InteropFixture<GivenBroker> fixture) : ClaimCheckRoleTests(fixture);

    [Collection<Shares<GivenBroker>>]
    public sealed class StreamRoles(InteropFixture<GivenBroker> fixture) : StreamRoleTests(fixture);

    [Collection<Shares<GivenBroker>>]
    public sealed class CallsToPython(InteropFixture<GivenBroker> fixture) : CallToPythonTests(fixture);

    [Collection<Shares<GivenBroker>>]
    public sealed class CallsFromPython(InteropFixture<GivenBroker> fixture) : CallFromPythonTests(fixture);

    [Collection<Shares<GivenBroker>>]
    public sealed class Payloads(InteropFixture<GivenBroker> fixture) : PayloadTests(fixture);

    [Collection<Shares<GivenBroker>>]
    public sealed class BadInput(InteropFixture<GivenBroker> fixture) : BadInputTests(fixture);

    [Collection<Shares<GivenBroker>>]
    public sealed class FunctionalCases(InteropFixture<GivenBroker> fixture) : FunctionalCaseTests(fixture);

    [Collection<Shares<GivenBroker>>]
    public sealed class NotificationFeatures(InteropFixture<GivenBroker> fixture) : NotificationFeatureTests(fixture);

    [Collection<Shares<GivenBroker>>]
    public sealed class Tracing(InteropFixture<GivenBroker> fixture) : TracingTests(fixture);
}
