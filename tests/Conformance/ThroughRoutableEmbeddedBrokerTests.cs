using Amqp1.Conformance.Tests.Harness;
using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Conformance.Tests;

/// <summary>Through the embedded broker with routable addresses.</summary>
public static class ThroughRoutableEmbeddedBrokerTests
{
    [Collection<Shares<RoutableEmbeddedBroker>>]
    public sealed class Addressing(ConformanceFixture<RoutableEmbeddedBroker> fixture) : AddressingConformance(fixture);

    [Collection<Shares<RoutableEmbeddedBroker>>]
    public sealed class Calls(ConformanceFixture<RoutableEmbeddedBroker> fixture) : CallConformance(fixture);

    [Collection<Shares<RoutableEmbeddedBroker>>]
    public sealed class Cancellation(ConformanceFixture<RoutableEmbeddedBroker> fixture) : CancellationConformance(fixture);

    [Collection<Shares<RoutableEmbeddedBroker>>]
    public sealed class ClaimChecks(ConformanceFixture<RoutableEmbeddedBroker> fixture) : ClaimCheckConformance(fixture);

    [Collection<Shares<RoutableEmbeddedBroker>>]
    public sealed class ConcurrencyLimits(ConformanceFixture<RoutableEmbeddedBroker> fixture) : ConcurrencyLimitConformance(fixture);

    [Collection<Shares<RoutableEmbeddedBroker>>]
    public sealed class DeadLetters(ConformanceFixture<RoutableEmbeddedBroker> fixture) : DeadLetterConformance(fixture);

    [Collection<Shares<RoutableEmbeddedBroker>>]
    public sealed class Descriptions(ConformanceFixture<RoutableEmbeddedBroker> fixture) : DescribeConformance(fixture);

    [Collection<Shares<RoutableEmbeddedBroker>>]
    public sealed class Failover(ConformanceFixture<RoutableEmbeddedBroker> fixture) : FailoverConformance(fixture);

    [Collection<Shares<RoutableEmbeddedBroker>>]
    public sealed class Monitoring(ConformanceFixture<RoutableEmbeddedBroker> fixture) : MonitoringConformance(fixture);

    [Collection<Shares<RoutableEmbeddedBroker>>]
    public sealed class NobodyThere(ConformanceFixture<RoutableEmbeddedBroker> fixture) : NobodyThereConformance(fixture);

    [Collection<Shares<RoutableEmbeddedBroker>>]
    public sealed class Notifications(ConformanceFixture<RoutableEmbeddedBroker> fixture) : NotificationConformance(fixture);

    [Collection<Shares<RoutableEmbeddedBroker>>]
    public sealed class Outboxes(ConformanceFixture<RoutableEmbeddedBroker> fixture) : OutboxConformance(fixture);

    [Collection<Shares<RoutableEmbeddedBroker>>]
    public sealed class Pauses(ConformanceFixture<RoutableEmbeddedBroker> fixture) : PauseConformance(fixture);

    [Collection<Shares<RoutableEmbeddedBroker>>]
    public sealed class RawPeers(ConformanceFixture<RoutableEmbeddedBroker> fixture) : RawPeerConformance(fixture);

    [Collection<Shares<RoutableEmbeddedBroker>>]
    public sealed class Servers(ConformanceFixture<RoutableEmbeddedBroker> fixture) : ServerConformance(fixture);

    [Collection<Shares<RoutableEmbeddedBroker>>]
    public sealed class Streams(ConformanceFixture<RoutableEmbeddedBroker> fixture) : StreamConformance(fixture);
}
