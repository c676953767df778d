using Amqp1.Conformance.Tests.Harness;
using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Conformance.Tests;

/// <summary>Through the embedded broker with a durable store.</summary>
public static class ThroughDurableEmbeddedBrokerTests
{
    [Collection<Shares<DurableEmbeddedBroker>>]
    public sealed class Addressing(ConformanceFixture<DurableEmbeddedBroker> fixture) : AddressingConformance(fixture);

    [Collection<Shares<DurableEmbeddedBroker>>]
    public sealed class Calls(ConformanceFixture<DurableEmbeddedBroker> fixture) : CallConformance(fixture);

    [Collection<Shares<DurableEmbeddedBroker>>]
    public sealed class Cancellation(ConformanceFixture<DurableEmbeddedBroker> fixture) : CancellationConformance(fixture);

    [Collection<Shares<DurableEmbeddedBroker>>]
    public sealed class ClaimChecks(ConformanceFixture<DurableEmbeddedBroker> fixture) : ClaimCheckConformance(fixture);

    [Collection<Shares<DurableEmbeddedBroker>>]
    public sealed class ConcurrencyLimits(ConformanceFixture<DurableEmbeddedBroker> fixture) : ConcurrencyLimitConformance(fixture);

    [Collection<Shares<DurableEmbeddedBroker>>]
    public sealed class DeadLetters(ConformanceFixture<DurableEmbeddedBroker> fixture) : DeadLetterConformance(fixture);

    [Collection<Shares<DurableEmbeddedBroker>>]
    public sealed class Descriptions(ConformanceFixture<DurableEmbeddedBroker> fixture) : DescribeConformance(fixture);

    [Collection<Shares<DurableEmbeddedBroker>>]
    public sealed class Failover(ConformanceFixture<DurableEmbeddedBroker> fixture) : FailoverConformance(fixture);

    [Collection<Shares<DurableEmbeddedBroker>>]
    public sealed class Monitoring(ConformanceFixture<DurableEmbeddedBroker> fixture) : MonitoringConformance(fixture);

    [Collection<Shares<DurableEmbeddedBroker>>]
    public sealed class NobodyThere(ConformanceFixture<DurableEmbeddedBroker> fixture) : NobodyThereConformance(fixture);

    [Collection<Shares<DurableEmbeddedBroker>>]
    public sealed class Notifications(ConformanceFixture<DurableEmbeddedBroker> fixture) : NotificationConformance(fixture);

    [Collection<Shares<DurableEmbeddedBroker>>]
    public sealed class Outboxes(ConformanceFixture<DurableEmbeddedBroker> fixture) : OutboxConformance(fixture);

    [Collection<Shares<DurableEmbeddedBroker>>]
    public sealed class Pauses(ConformanceFixture<DurableEmbeddedBroker> fixture) : PauseConformance(fixture);

    [Collection<Shares<DurableEmbeddedBroker>>]
    public sealed class RawPeers(ConformanceFixture<DurableEmbeddedBroker> fixture) : RawPeerConformance(fixture);

    [Collection<Shares<DurableEmbeddedBroker>>]
    public sealed class Servers(ConformanceFixture<DurableEmbeddedBroker> fixture) : ServerConformance(fixture);

    [Collection<Shares<DurableEmbeddedBroker>>]
    public sealed class Streams(ConformanceFixture<DurableEmbeddedBroker> fixture) : StreamConformance(fixture);
}
