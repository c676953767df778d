using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

/// <summary>The roles of .NET and Python peers through the embedded broker with routable addresses.</summary>
public static class ThroughRoutableEmbeddedBrokerTests
{
    [Collection<Shares<RoutableEmbeddedBroker>>]
    public sealed class CallToPythonRoles(InteropFixture<RoutableEmbeddedBroker> fixture) : CallToPythonRoleTests(fixture);

    [Collection<Shares<RoutableEmbeddedBroker>>]
    public sealed class CallFromPythonRoles(InteropFixture<RoutableEmbeddedBroker> fixture) : CallFromPythonRoleTests(fixture);

    [Collection<Shares<RoutableEmbeddedBroker>>]
    public sealed class NotificationRoles(InteropFixture<RoutableEmbeddedBroker> fixture) : NotificationRoleTests(fixture);

    [Collection<Shares<RoutableEmbeddedBroker>>]
    public sealed class ClaimCheckRoles(InteropFixture<RoutableEmbeddedBroker> fixture) : ClaimCheckRoleTests(fixture);

    [Collection<Shares<RoutableEmbeddedBroker>>]
    public sealed class StreamRoles(InteropFixture<RoutableEmbeddedBroker> fixture) : StreamRoleTests(fixture);
}
