using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

/// <summary>The roles of .NET and Python peers through the embedded router with legacy addresses.</summary>
public static class ThroughLegacyEmbeddedRouterTests
{
    [Collection<Shares<LegacyEmbeddedRouter>>]
    public sealed class CallToPythonRoles(InteropFixture<LegacyEmbeddedRouter> fixture) : CallToPythonRoleTests(fixture);

    [Collection<Shares<LegacyEmbeddedRouter>>]
    public sealed class CallFromPythonRoles(InteropFixture<LegacyEmbeddedRouter> fixture) : CallFromPythonRoleTests(fixture);

    [Collection<Shares<LegacyEmbeddedRouter>>]
    public sealed class NotificationRoles(InteropFixture<LegacyEmbeddedRouter> fixture) : NotificationRoleTests(fixture);

    [Collection<Shares<LegacyEmbeddedRouter>>]
    public sealed class ClaimCheckRoles(InteropFixture<LegacyEmbeddedRouter> fixture) : ClaimCheckRoleTests(fixture);

    [Collection<Shares<LegacyEmbeddedRouter>>]
    public sealed class StreamRoles(InteropFixture<LegacyEmbeddedRouter> fixture) : StreamRoleTests(fixture);
}
