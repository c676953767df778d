using Amqp1.Dialects.OsloRabbit;

namespace Amqp1.Core.Tests.Dialects.OsloRabbit.Topology;

/// <summary>The settings of each kind of deployment.</summary>
internal static class TestSettings
{
    public static OsloRabbitSettings Classic { get; } = new();

    public static OsloRabbitSettings Durable { get; } = new() { Durable = true };

    public static OsloRabbitSettings AutoDelete { get; } = new() { AutoDelete = true };

    public static OsloRabbitSettings Quorum { get; } = new()
    {
        Durable = true,
        QuorumQueues = true,
        QuorumDeliveryLimit = 5,
        QuorumMaxMemoryLength = 1000,
        QuorumMaxMemoryBytes = 2000,
    };

    public static OsloRabbitSettings TransientQuorum { get; } = Quorum with { TransientQuorumQueues = true };

    public static OsloRabbitSettings Stream { get; } = TransientQuorum with { StreamFanout = true };

    public static OsloRabbitSettings QueueManager { get; } = new() { UseQueueManager = true, HostName = "h1", ProcessName = "svc" };

    public static OsloRabbitSettings Ha { get; } = new() { HaQueues = true };

    public static OsloRabbitSettings Named(string name) => (OsloRabbitSettings)typeof(TestSettings).GetProperty(name)!.GetValue(null)!;
}
