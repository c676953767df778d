using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

/// <summary>The roles of .NET and Python peers through the embedded broker that routes calls directly and stores notifications.</summary>
public static class ThroughDualEmbeddedBrokerTests
{
    [Collection<Shares<DualEmbeddedBroker>>]
    public sealed class CallToPythonRoles(InteropFixture<DualEmbeddedBroker> fixture) : CallToPythonRoleTests(fixture);

    [Collection<Shares<DualEmbeddedBroker>>]
    public sealed class CallFromPythonRoles(InteropFixture<DualEmbeddedBroker> fixture) : CallFromPythonRoleTests(fixture);

    [Collection<Shares<DualEmbeddedBroker>>]
    public sealed class NotificationRoles(InteropFixture<DualEmbeddedBroker> fixture) : NotificationRoleTests(fixture);

    [Collection<Shares<DualEmbeddedBroker>>]
    public sealed class ClaimCheckRoles(InteropFixture<DualEmbeddedBroker> fixture) : ClaimCheckRoleTests(fixture);

    [Collection<Shares<DualEmbeddedBroker>>]
    public sealed class StreamRoles(InteropFixture<DualEmbeddedBroker> fixture) : StreamRoleTests(fixture);
}
