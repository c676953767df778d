namespace Amqp1.Dialects.OsloRabbit.Topology;

/// <summary>The name of an option in the two ways in which it can be set, for error messages.</summary>
/// <param name="Name">The name in the section <c>Amqp1:Rabbit</c>.</param>
/// <param name="OsloName">The name in the section <c>[oslo_messaging_rabbit]</c>.</param>
internal sealed record RabbitOption(string Name, string OsloName)
{
    public static RabbitOption DurableQueues { get; } = new("DurableQueues", "amqp_durable_queues");

    public static RabbitOption AutoDelete { get; } = new("AutoDelete", "amqp_auto_delete");

    public static RabbitOption QuorumQueues { get; } = new("QuorumQueues", "rabbit_quorum_queue");

    public static RabbitOption TransientQuorumQueues { get; } = new("TransientQuorumQueues", "rabbit_transient_quorum_queue");

    public static RabbitOption QuorumDeliveryLimit { get; } = new("QuorumDeliveryLimit", "rabbit_quorum_delivery_limit");

    public static RabbitOption QuorumMaxMemoryLength { get; } = new("QuorumMaxMemoryLength", "rabbit_quorum_max_memory_length");

    public static RabbitOption QuorumMaxMemoryBytes { get; } = new("QuorumMaxMemoryBytes", "rabbit_quorum_max_memory_bytes");

    public static RabbitOption HaQueues { get; } = new("HaQueues", "rabbit_ha_queues");

    public static RabbitOption StreamFanout { get; } = new("StreamFanout", "rabbit_stream_fanout");

    public static RabbitOption TransientQueuesTtl { get; } = new("TransientQueuesTtl", "rabbit_transient_queues_ttl");

    /// <inheritdoc />
    public override string ToString() => $"Amqp1:Rabbit:{Name} ([oslo_messaging_rabbit] {OsloName})";
}
