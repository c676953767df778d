using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

/// <summary>The roles of .NET and Python peers through the embedded broker with a durable store.</summary>
public static class ThroughDurableEmbeddedBrokerTests
{
    [Collection<Shares<DurableEmbeddedBroker>>]
    public sealed class CallToPythonRoles(InteropFixture<DurableEmbeddedBroker> fixture) : CallToPythonRoleTests(fixture);

    [Collection<Shares<DurableEmbeddedBroker>>]
    public sealed class CallFromPythonRoles(InteropFixture<DurableEmbeddedBroker> fixture) : CallFromPythonRoleTests(fixture);

    [Collection<Shares<DurableEmbeddedBroker>>]
    public sealed class NotificationRoles(InteropFixture<DurableEmbeddedBroker> fixture) : NotificationRoleTests(fixture);

    [Collection<Shares<DurableEmbeddedBroker>>]
    public sealed class ClaimCheckRoles(InteropFixture<DurableEmbeddedBroker> fixture) : ClaimCheckRoleTests(fixture);

    [Collection<Shares<DurableEmbeddedBroker>>]
    public sealed class StreamRoles(InteropFixture<DurableEmbeddedBroker> fixture) : StreamRoleTests(fixture);
}
