using Amqp1.Conformance.Tests.Harness;
using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Conformance.Tests;

/// <summary>Conformance tests through the broker that the environment names.</summary>
public static class ThroughGivenBrokerTests
{
    [Collection<Shares<GivenBroker>>]
    public sealed class Addressing(ConformanceFixture<GivenBroker> fixture) : AddressingConformance(fixture);

    [Collection<Shares<GivenBroker>>]
    public sealed class Calls(ConformanceFixture<GivenBroker> fixture) : CallConformance(fixture);

    [Collection<Shares<GivenBroker>>]
    public sealed class Cancellation(ConformanceFixture<GivenBroker> fixture) : CancellationConformance(fixture);

    [Collection<Shares<GivenBroker>>]
    public sealed class ClaimChecks(ConformanceFixture<GivenBroker> fixture) : ClaimCheckConformance(fixture);

    [Collection<Shares<GivenBroker>>]
    public sealed class ConcurrencyLimits(ConformanceFixture<GivenBroker> fixture) : ConcurrencyLimitConformance(fixture);

    [Collection<Shares<GivenBroker>>]
    public sealed class DeadLetters(ConformanceFixture<GivenBroker> fixture) : DeadLetterConformance(fixture);

    [Collection<Shares<GivenBroker>>]
    public sealed class Descriptions(ConformanceFixture<GivenBroker> fixture) : DescribeConformance(fixture);

    [Collection<Shares<GivenBroker>>]
    public sealed class Failover(ConformanceFixture<GivenBroker> fixture) : FailoverConformance(fixture);

    [Collection<Shares<GivenBroker>>]
    public sealed class Monitoring(ConformanceFixture<GivenBroker> fixture) : MonitoringConformance(fixture);

    [Collection<Shares<GivenBroker>>]
    public sealed class NobodyThere(ConformanceFixture<GivenBroker> fixture) : NobodyThereConformance(fixture);

    [Collection<Shares<GivenBroker>>]
    public sealed class Notifications(ConformanceFixture<GivenBroker> fixture) : NotificationConformance(fixture);

    [Collection<Shares<GivenBroker>>]
    public sealed class Outboxes(ConformanceFixture<GivenBroker> fixture) : OutboxConformance(fixture);

    [Collection<Shares<GivenBroker>>]
    public sealed class Pauses(ConformanceFixture<GivenBroker> fixture) : PauseConformance(fixture);

    [Collection<Shares<GivenBroker>>]
    public sealed class RawPeers(ConformanceFixture<GivenBroker> fixture) : RawPeerConformance(fixture);

    [Collection<Shares<GivenBroker>>]
    public sealed class Servers(ConformanceFixture<GivenBroker> fixture) : ServerConformance(fixture);

    [Collection<Shares<GivenBroker>>]
    public sealed class Streams(ConformanceFixture<GivenBroker> fixture) : StreamConformance(fixture);
}
