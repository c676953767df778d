using Amqp1.Conformance.Tests.Harness;

namespace Amqp1.Conformance.Tests;

/// <summary>Conformance tests through RabbitMQ 4, with the rabbit dialect.</summary>
public static class ThroughRabbitMqTests
{
    [Collection<Shares<OwnRabbitMq>>]
    public sealed class Addressing(ConformanceFixture<OwnRabbitMq> fixture) : AddressingConformance(fixture);

    [Collection<Shares<OwnRabbitMq>>]
    public sealed class Calls(ConformanceFixture<OwnRabbitMq> fixture) : CallConformance(fixture);

    [Collection<Shares<OwnRabbitMq>>]
    public sealed class Cancellation(ConformanceFixture<OwnRabbitMq> fixture) : CancellationConformance(fixture);

    [Collection<Shares<OwnRabbitMq>>]
    public sealed class ClaimChecks(ConformanceFixture<OwnRabbitMq> fixture) : ClaimCheckConformance(fixture);

    [Collection<Shares<OwnRabbitMq>>]
    public sealed class ConcurrencyLimits(ConformanceFixture<OwnRabbitMq> fixture) : ConcurrencyLimitConformance(fixture);

    [Collection<Shares<OwnRabbitMq>>]
    public sealed class DeadLetters(ConformanceFixture<OwnRabbitMq> fixture) : DeadLetterConformance(fixture);

    [Collection<Shares<OwnRabbitMq>>]
    public sealed class Descriptions(ConformanceFixture<OwnRabbitMq> fixture) : DescribeConformance(fixture);

    [Collection<Shares<OwnRabbitMq>>]
    public sealed class Failover(ConformanceFixture<OwnRabbitMq> fixture) : FailoverConformance(fixture);

    [Collection<Shares<OwnRabbitMq>>]
    public sealed class Monitoring(ConformanceFixture<OwnRabbitMq> fixture) : MonitoringConformance(fixture);

    [Collection<Shares<OwnRabbitMq>>]
    public sealed class NobodyThere(ConformanceFixture<OwnRabbitMq> fixture) : NobodyThereConformance(fixture);

    [Collection<Shares<OwnRabbitMq>>]
    public sealed class Notifications(ConformanceFixture<OwnRabbitMq> fixture) : NotificationConformance(fixture);

    [Collection<Shares<OwnRabbitMq>>]
    public sealed class Outboxes(ConformanceFixture<OwnRabbitMq> fixture) : OutboxConformance(fixture);

    [Collection<Shares<OwnRabbitMq>>]
    public sealed class Pauses(ConformanceFixture<OwnRabbitMq> fixture) : PauseConformance(fixture);

    [Collection<Shares<OwnRabbitMq>>]
    public sealed class RawPeers(ConformanceFixture<OwnRabbitMq> fixture) : RawPeerConformance(fixture);

    [Collection<Shares<OwnRabbitMq>>]
    public sealed class Servers(ConformanceFixture<OwnRabbitMq> fixture) : ServerConformance(fixture);

    [Collection<Shares<OwnRabbitMq>>]
    public sealed class Streams(ConformanceFixture<OwnRabbitMq> fixture) : StreamConformance(fixture);
}
