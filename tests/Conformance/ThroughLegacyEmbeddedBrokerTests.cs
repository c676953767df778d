using Amqp1.Conformance.Tests.Harness;
using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Conformance.Tests;

/// <summary>Through the embedded broker with legacy addresses.</summary>
public static class ThroughLegacyEmbeddedBrokerTests
{
    [Collection<Shares<LegacyEmbeddedBroker>>]
    public sealed class Addressing(ConformanceFixture<LegacyEmbeddedBroker> fixture) : AddressingConformance(fixture);

    [Collection<Shares<LegacyEmbeddedBroker>>]
    public sealed class Calls(ConformanceFixture<LegacyEmbeddedBroker> fixture) : CallConformance(fixture);

    [Collection<Shares<LegacyEmbeddedBroker>>]
    public sealed class Cancellation(ConformanceFixture<LegacyEmbeddedBroker> fixture) : CancellationConformance(fixture);

    [Collection<Shares<LegacyEmbeddedBroker>>]
    public sealed class ClaimChecks(ConformanceFixture<LegacyEmbeddedBroker> fixture) : ClaimCheckConformance(fixture);

    [Collection<Shares<LegacyEmbeddedBroker>>]
    public sealed class ConcurrencyLimits(ConformanceFixture<LegacyEmbeddedBroker> fixture) : ConcurrencyLimitConformance(fixture);

    [Collection<Shares<LegacyEmbeddedBroker>>]
    public sealed class DeadLetters(ConformanceFixture<LegacyEmbeddedBroker> fixture) : DeadLetterConformance(fixture);

    [Collection<Shares<LegacyEmbeddedBroker>>]
    public sealed class Descriptions(ConformanceFixture<LegacyEmbeddedBroker> fixture) : DescribeConformance(fixture);

    [Collection<Shares<LegacyEmbeddedBroker>>]
    public sealed class Failover(ConformanceFixture<LegacyEmbeddedBroker> fixture) : FailoverConformance(fixture);

    [Collection<Shares<LegacyEmbeddedBroker>>]
    public sealed class Monitoring(ConformanceFixture<LegacyEmbeddedBroker> fixture) : MonitoringConformance(fixture);

    [Collection<Shares<LegacyEmbeddedBroker>>]
    public sealed class NobodyThere(ConformanceFixture<LegacyEmbeddedBroker> fixture) : NobodyThereConformance(fixture);

    [Collection<Shares<LegacyEmbeddedBroker>>]
    public sealed class Notifications(ConformanceFixture<LegacyEmbeddedBroker> fixture) : NotificationConformance(fixture);

    [Collection<Shares<LegacyEmbeddedBroker>>]
    public sealed class Outboxes(ConformanceFixture<LegacyEmbeddedBroker> fixture) : OutboxConformance(fixture);

    [Collection<Shares<LegacyEmbeddedBroker>>]
    public sealed class Pauses(ConformanceFixture<LegacyEmbeddedBroker> fixture) : PauseConformance(fixture);

    [Collection<Shares<LegacyEmbeddedBroker>>]
    public sealed class RawPeers(ConformanceFixture<LegacyEmbeddedBroker> fixture) : RawPeerConformance(fixture);

    [Collection<Shares<LegacyEmbeddedBroker>>]
    public sealed class Servers(ConformanceFixture<LegacyEmbeddedBroker> fixture) : ServerConformance(fixture);

    [Collection<Shares<LegacyEmbeddedBroker>>]
    public sealed class Streams(ConformanceFixture<LegacyEmbeddedBroker> fixture) : StreamConformance(fixture);
}
