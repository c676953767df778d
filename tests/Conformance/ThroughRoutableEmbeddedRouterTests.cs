using Amqp1.Conformance.Tests.Harness;
using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Conformance.Tests;

/// <summary>Conformance tests through the embedded router with routable addresses.</summary>
public static class ThroughRoutableEmbeddedRouterTests
{
    [Collection<Shares<RoutableEmbeddedRouter>>]
    public sealed class Addressing(ConformanceFixture<RoutableEmbeddedRouter> fixture) : AddressingConformance(fixture);

    [Collection<Shares<RoutableEmbeddedRouter>>]
    public sealed class Calls(ConformanceFixture<RoutableEmbeddedRouter> fixture) : CallConformance(fixture);

    [Collection<Shares<RoutableEmbeddedRouter>>]
    public sealed class Cancellation(ConformanceFixture<RoutableEmbeddedRouter> fixture) : CancellationConformance(fixture);

    [Collection<Shares<RoutableEmbeddedRouter>>]
    public sealed class ClaimChecks(ConformanceFixture<RoutableEmbeddedRouter> fixture) : ClaimCheckConformance(fixture);

    [Collection<Shares<RoutableEmbeddedRouter>>]
    public sealed class ConcurrencyLimits(ConformanceFixture<RoutableEmbeddedRouter> fixture) : ConcurrencyLimitConformance(fixture);

    [Collection<Shares<RoutableEmbeddedRouter>>]
    public sealed class DeadLetters(ConformanceFixture<RoutableEmbeddedRouter> fixture) : DeadLetterConformance(fixture);

    [Collection<Shares<RoutableEmbeddedRouter>>]
    public sealed class Descriptions(ConformanceFixture<RoutableEmbeddedRouter> fixture) : DescribeConformance(fixture);

    [Collection<Shares<RoutableEmbeddedRouter>>]
    public sealed class Failover(ConformanceFixture<RoutableEmbeddedRouter> fixture) : FailoverConformance(fixture);

    [Collection<Shares<RoutableEmbeddedRouter>>]
    public sealed class Monitoring(ConformanceFixture<RoutableEmbeddedRouter> fixture) : MonitoringConformance(fixture);

    [Collection<Shares<RoutableEmbeddedRouter>>]
    public sealed class NobodyThere(ConformanceFixture<RoutableEmbeddedRouter> fixture) : NobodyThereConformance(fixture);

    [Collection<Shares<RoutableEmbeddedRouter>>]
    public sealed class Notifications(ConformanceFixture<RoutableEmbeddedRouter> fixture) : NotificationConformance(fixture);

    [Collection<Shares<RoutableEmbeddedRouter>>]
    public sealed class Outboxes(ConformanceFixture<RoutableEmbeddedRouter> fixture) : OutboxConformance(fixture);

    [Collection<Shares<RoutableEmbeddedRouter>>]
    public sealed class Pauses(ConformanceFixture<RoutableEmbeddedRouter> fixture) : PauseConformance(fixture);

    [Collection<Shares<RoutableEmbeddedRouter>>]
    public sealed class RawPeers(ConformanceFixture<RoutableEmbeddedRouter> fixture) : RawPeerConformance(fixture);

    [Collection<Shares<RoutableEmbeddedRouter>>]
    public sealed class Servers(ConformanceFixture<RoutableEmbeddedRouter> fixture) : ServerConformance(fixture);

    [Collection<Shares<RoutableEmbeddedRouter>>]
    public sealed class Streams(ConformanceFixture<RoutableEmbeddedRouter> fixture) : StreamConformance(fixture);
}
