using Amqp1.Conformance.Tests.Harness;
using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Conformance.Tests;

/// <summary>Conformance tests through the embedded router with legacy addresses.</summary>
public static class ThroughLegacyEmbeddedRouterTests
{
    [Collection<Shares<LegacyEmbeddedRouter>>]
    public sealed class Addressing(ConformanceFixture<LegacyEmbeddedRouter> fixture) : AddressingConformance(fixture);

    [Collection<Shares<LegacyEmbeddedRouter>>]
    public sealed class Calls(ConformanceFixture<LegacyEmbeddedRouter> fixture) : CallConformance(fixture);

    [Collection<Shares<LegacyEmbeddedRouter>>]
    public sealed class Cancellation(ConformanceFixture<LegacyEmbeddedRouter> fixture) : CancellationConformance(fixture);

    [Collection<Shares<LegacyEmbeddedRouter>>]
    public sealed class ClaimChecks(ConformanceFixture<LegacyEmbeddedRouter> fixture) : ClaimCheckConformance(fixture);

    [Collection<Shares<LegacyEmbeddedRouter>>]
    public sealed class ConcurrencyLimits(ConformanceFixture<LegacyEmbeddedRouter> fixture) : ConcurrencyLimitConformance(fixture);

    [Collection<Shares<LegacyEmbeddedRouter>>]
    public sealed class DeadLetters(ConformanceFixture<LegacyEmbeddedRouter> fixture) : DeadLetterConformance(fixture);

    [Collection<Shares<LegacyEmbeddedRouter>>]
    public sealed class Descriptions(ConformanceFixture<LegacyEmbeddedRouter> fixture) : DescribeConformance(fixture);

    [Collection<Shares<LegacyEmbeddedRouter>>]
    public sealed class Failover(ConformanceFixture<LegacyEmbeddedRouter> fixture) : FailoverConformance(fixture);

    [Collection<Shares<LegacyEmbeddedRouter>>]
    public sealed class Monitoring(ConformanceFixture<LegacyEmbeddedRouter> fixture) : MonitoringConformance(fixture);

    [Collection<Shares<LegacyEmbeddedRouter>>]
    public sealed class NobodyThere(ConformanceFixture<LegacyEmbeddedRouter> fixture) : NobodyThereConformance(fixture);

    [Collection<Shares<LegacyEmbeddedRouter>>]
    public sealed class Notifications(ConformanceFixture<LegacyEmbeddedRouter> fixture) : NotificationConformance(fixture);

    [Collection<Shares<LegacyEmbeddedRouter>>]
    public sealed class Outboxes(ConformanceFixture<LegacyEmbeddedRouter> fixture) : OutboxConformance(fixture);

    [Collection<Shares<LegacyEmbeddedRouter>>]
    public sealed class Pauses(ConformanceFixture<LegacyEmbeddedRouter> fixture) : PauseConformance(fixture);

    [Collection<Shares<LegacyEmbeddedRouter>>]
    public sealed class RawPeers(ConformanceFixture<LegacyEmbeddedRouter> fixture) : RawPeerConformance(fixture);

    [Collection<Shares<LegacyEmbeddedRouter>>]
    public sealed class Servers(ConformanceFixture<LegacyEmbeddedRouter> fixture) : ServerConformance(fixture);

    [Collection<Shares<LegacyEmbeddedRouter>>]
    public sealed class Streams(ConformanceFixture<LegacyEmbeddedRouter> fixture) : StreamConformance(fixture);
}
