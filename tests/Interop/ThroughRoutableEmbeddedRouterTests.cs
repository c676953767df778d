using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

/// <summary>Interop tests through the embedded router with routable addresses.</summary>
public static class ThroughRoutableEmbeddedRouterTests
{
    [Collection<Shares<RoutableEmbeddedRouter>>]
    public sealed class CallToPythonRoles(InteropFixture<RoutableEmbeddedRouter> fixture) : CallToPythonRoleTests(fixture);

    [Collection<Shares<RoutableEmbeddedRouter>>]
    public sealed class CallFromPythonRoles(InteropFixture<RoutableEmbeddedRouter> fixture) : CallFromPythonRoleTests(fixture);

    [Collection<Shares<RoutableEmbeddedRouter>>]
    public sealed class NotificationRoles(InteropFixture<RoutableEmbeddedRouter> fixture) : NotificationRoleTests(fixture);

    [Collection<Shares<RoutableEmbeddedRouter>>]
    public sealed class ClaimCheckRoles(InteropFixture<RoutableEmbeddedRouter> fixture) : ClaimCheckRoleTests(fixture);

    [Collection<Shares<RoutableEmbeddedRouter>>]
    public sealed class StreamRoles(InteropFixture<RoutableEmbeddedRouter> fixture) : StreamRoleTests(fixture);

    [Collection<Shares<RoutableEmbeddedRouter>>]
    public sealed class CallsToPython(InteropFixture<RoutableEmbeddedRouter> fixture) : CallToPythonTests(fixture);

    [Collection<Shares<RoutableEmbeddedRouter>>]
    public sealed class CallsFromPython(InteropFixture<RoutableEmbeddedRouter> fixture) : CallFromPythonTests(fixture);

    [Collection<Shares<RoutableEmbeddedRouter>>]
    public sealed class Payloads(InteropFixture<RoutableEmbeddedRouter> fixture) : PayloadTests(fixture);

    [Collection<Shares<RoutableEmbeddedRouter>>]
    public sealed class BadInput(InteropFixture<RoutableEmbeddedRouter> fixture) : BadInputTests(fixture);

    [Collection<Shares<RoutableEmbeddedRouter>>]
    public sealed class FunctionalCases(InteropFixture<RoutableEmbeddedRouter> fixture) : FunctionalCaseTests(fixture);

    [Collection<Shares<RoutableEmbeddedRouter>>]
    public sealed class NotificationFeatures(InteropFixture<RoutableEmbeddedRouter> fixture) : NotificationFeatureTests(fixture);

    [Collection<Shares<RoutableEmbeddedRouter>>]
    public sealed class Tracing(InteropFixture<RoutableEmbeddedRouter> fixture) : TracingTests(fixture);
}
