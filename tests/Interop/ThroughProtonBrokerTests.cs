using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

/// <summary>Interop tests through Proton's example broker.</summary>
public static class ThroughProtonBrokerTests
{
    [Collection<Shares<ProtonExampleBroker>>]
    public sealed class CallToPythonRoles(InteropFixture<ProtonExampleBroker> fixture) : CallToPythonRoleTests(fixture);

    [Collection<Shares<ProtonExampleBroker>>]
    public sealed class CallFromPythonRoles(InteropFixture<ProtonExampleBroker> fixture) : CallFromPythonRoleTests(fixture);

    [Collection<Shares<ProtonExampleBroker>>]
    public sealed class NotificationRoles(InteropFixture<ProtonExampleBroker> fixture) : NotificationRoleTests(fixture);

    [Collection<Shares<ProtonExampleBroker>>]
    public sealed class ClaimCheckRoles(InteropFixture<ProtonExampleBroker> fixture) : ClaimCheckRoleTests(fixture);

    [Collection<Shares<ProtonExampleBroker>>]
    public sealed class StreamRoles(InteropFixture<ProtonExampleBroker> fixture) : StreamRoleTests(fixture);

    [Collection<Shares<ProtonExampleBroker>>]
    public sealed class CallsToPython(InteropFixture<ProtonExampleBroker> fixture) : CallToPythonTests(fixture);

    [Collection<Shares<ProtonExampleBroker>>]
    public sealed class CallsFromPython(InteropFixture<ProtonExampleBroker> fixture) : CallFromPythonTests(fixture);

    [Collection<Shares<ProtonExampleBroker>>]
    public sealed class Payloads(InteropFixture<ProtonExampleBroker> fixture) : PayloadTests(fixture);

    [Collection<Shares<ProtonExampleBroker>>]
    public sealed class BadInput(InteropFixture<ProtonExampleBroker> fixture) : BadInputTests(fixture);

    [Collection<Shares<ProtonExampleBroker>>]
    public sealed class FunctionalCases(InteropFixture<ProtonExampleBroker> fixture) : FunctionalCaseTests(fixture);

    [Collection<Shares<ProtonExampleBroker>>]
    public sealed class NotificationFeatures(InteropFixture<ProtonExampleBroker> fixture) : NotificationFeatureTests(fixture);

    [Collection<Shares<ProtonExampleBroker>>]
    public sealed class Tracing(InteropFixture<ProtonExampleBroker> fixture) : TracingTests(fixture);
}
