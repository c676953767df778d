using Amqp1.Conformance.Tests.Harness;
using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Conformance.Tests;

/// <summary>Conformance tests through the router that the environment names.</summary>
public static class ThroughGivenRouterTests
{
    [Collection<Shares<GivenRouter>>]
    public sealed class Addressing(ConformanceFixture<GivenRouter> fixture) : AddressingConformance(fixture);

    [Collection<Shares<GivenRouter>>]
    public sealed class Calls(ConformanceFixture<GivenRouter> fixture) : CallConformance(fixture);

    [Collection<Shares<GivenRouter>>]
    public sealed class Cancellation(ConformanceFixture<GivenRouter> fixture) : CancellationConformance(fixture);

    [Collection<Shares<GivenRouter>>]
    public sealed class ClaimChecks(ConformanceFixture<GivenRouter> fixture) : ClaimCheckConformance(fixture);

    [Collection<Shares<GivenRouter>>]
    public sealed class ConcurrencyLimits(ConformanceFixture<GivenRouter> fixture) : ConcurrencyLimitConformance(fixture);

    [Collection<Shares<GivenRouter>>]
    public sealed class DeadLetters(ConformanceFixture<GivenRouter> fixture) : DeadLetterConformance(fixture);

    [Collection<Shares<GivenRouter>>]
    public sealed class Descriptions(ConformanceFixture<GivenRouter> fixture) : DescribeConformance(fixture);

    [Collection<Shares<GivenRouter>>]
    public sealed class Failover(ConformanceFixture<GivenRouter> fixture) : FailoverConformance(fixture);

    [Collection<Shares<GivenRouter>>]
    public sealed class Monitoring(ConformanceFixture<GivenRouter> fixture) : MonitoringConformance(fixture);

    [Collection<Shares<GivenRouter>>]
    public sealed class NobodyThere(ConformanceFixture<GivenRouter> fixture) : NobodyThereConformance(fixture);

    [Collection<Shares<GivenRouter>>]
    public sealed class Notifications(ConformanceFixture<GivenRouter> fixture) : NotificationConformance(fixture);

    [Collection<Shares<GivenRouter>>]
    public sealed class Outboxes(ConformanceFixture<GivenRouter> fixture) : OutboxConformance(fixture);

    [Collection<Shares<GivenRouter>>]
    public sealed class Pauses(ConformanceFixture<GivenRouter> fixture) : PauseConformance(fixture);

    [Collection<Shares<GivenRouter>>]
    public sealed class RawPeers(ConformanceFixture<GivenRouter> fixture) : RawPeerConformance(fixture);

    [Collection<Shares<GivenRouter>>]
    public sealed class Servers(ConformanceFixture<GivenRouter> fixture) : ServerConformance(fixture);

    [Collection<Shares<GivenRouter>>]
    public sealed class Streams(ConformanceFixture<GivenRouter> fixture) : StreamConformance(fixture);
}
