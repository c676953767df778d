using Amqp1.Conformance.Tests.Harness;
using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Conformance.Tests;

/// <summary>Through the embedded broker that routes calls directly and stores notifications.</summary>
public static class ThroughDualEmbeddedBrokerTests
{
    [Collection<Shares<DualEmbeddedBroker>>]
    public sealed class Addressing(ConformanceFixture<DualEmbeddedBroker> fixture) : AddressingConformance(fixture);

    [Collection<Shares<DualEmbeddedBroker>>]
    public sealed class Calls(ConformanceFixture<DualEmbeddedBroker> fixture) : CallConformance(fixture);

    [Collection<Shares<DualEmbeddedBroker>>]
    public sealed class Cancellation(ConformanceFixture<DualEmbeddedBroker> fixture) : CancellationConformance(fixture);

    [Collection<Shares<DualEmbeddedBroker>>]
    public sealed class ClaimChecks(ConformanceFixture<DualEmbeddedBroker> fixture) : ClaimCheckConformance(fixture);

    [Collection<Shares<DualEmbeddedBroker>>]
    public sealed class ConcurrencyLimits(ConformanceFixture<DualEmbeddedBroker> fixture) : ConcurrencyLimitConformance(fixture);

    [Collection<Shares<DualEmbeddedBroker>>]
    public sealed class DeadLetters(ConformanceFixture<DualEmbeddedBroker> fixture) : DeadLetterConformance(fixture);

    [Collection<Shares<DualEmbeddedBroker>>]
    public sealed class Descriptions(ConformanceFixture<DualEmbeddedBroker> fixture) : DescribeConformance(fixture);

    [Collection<Shares<DualEmbeddedBroker>>]
    public sealed class Failover(ConformanceFixture<DualEmbeddedBroker> fixture) : FailoverConformance(fixture);

    [Collection<Shares<DualEmbeddedBroker>>]
    public sealed class Monitoring(ConformanceFixture<DualEmbeddedBroker> fixture) : MonitoringConformance(fixture);

    [Collection<Shares<DualEmbeddedBroker>>]
    public sealed class NobodyThere(ConformanceFixture<DualEmbeddedBroker> fixture) : NobodyThereConformance(fixture);

    [Collection<Shares<DualEmbeddedBroker>>]
    public sealed class Notifications(ConformanceFixture<DualEmbeddedBroker> fixture) : NotificationConformance(fixture);

    [Collection<Shares<DualEmbeddedBroker>>]
    public sealed class Outboxes(ConformanceFixture<DualEmbeddedBroker> fixture) : OutboxConformance(fixture);

    [Collection<Shares<DualEmbeddedBroker>>]
    public sealed class Pauses(ConformanceFixture<DualEmbeddedBroker> fixture) : PauseConformance(fixture);

    [Collection<Shares<DualEmbeddedBroker>>]
    public sealed class RawPeers(ConformanceFixture<DualEmbeddedBroker> fixture) : RawPeerConformance(fixture);

    [Collection<Shares<DualEmbeddedBroker>>]
    public sealed class Servers(ConformanceFixture<DualEmbeddedBroker> fixture) : ServerConformance(fixture);

    [Collection<Shares<DualEmbeddedBroker>>]
    public sealed class Streams(ConformanceFixture<DualEmbeddedBroker> fixture) : StreamConformance(fixture);
}
