using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

/// <summary>The roles of .NET and Python peers through the embedded broker with legacy addresses.</summary>
public static class ThroughLegacyEmbeddedBrokerTests
{
    [Collection<Shares<LegacyEmbeddedBroker>>]
    public sealed class CallToPythonRoles(InteropFixture<LegacyEmbeddedBroker> fixture) : CallToPythonRoleTests(fixture);

    [Collection<Shares<LegacyEmbeddedBroker>>]
    public sealed class CallFromPythonRoles(InteropFixture<LegacyEmbeddedBroker> fixture) : CallFromPythonRoleTests(fixture);

    [Collection<Shares<LegacyEmbeddedBroker>>]
    public sealed class NotificationRoles(InteropFixture<LegacyEmbeddedBroker> fixture) : NotificationRoleTests(fixture);

    [Collection<Shares<LegacyEmbeddedBroker>>]
    public sealed class ClaimCheckRoles(InteropFixture<LegacyEmbeddedBroker> fixture) : ClaimCheckRoleTests(fixture);

    [Collection<Shares<LegacyEmbeddedBroker>>]
    public sealed class StreamRoles(InteropFixture<LegacyEmbeddedBroker> fixture) : StreamRoleTests(fixture);
}
