namespace Amqp1.Dialects.OsloRabbit;

/// <summary>The dialect of OpenStack's rabbit driver on one connection to RabbitMQ 4.</summary>
/// <param name="version">The version of the broker.</param>
/// <param name="format">The message format.</param>
/// <param name="topology">The topology of the connection.</param>
internal sealed class RabbitDialect(RabbitVersion version, IMessageFormat format, ITopology topology) : IDialect
{
    /// <inheritdoc />
    public string Name { get; } = $"oslo rabbit (RabbitMQ {version})";

    /// <inheritdoc />
    public IMessageFormat Format { get; } = format;

    /// <inheritdoc />
    public ITopology Topology { get; } = topology;

    /// <summary>
    /// Returns what a released message means (docs/spec/rabbit-topology.md#released). RabbitMQ releases a message for which no queue is
    /// bound. Python drops casts, fanouts and heartbeats then. A call waits for its server, a reply for the queue of its caller, and a
    /// notification for its queue, which is declared again.
    /// </summary>
    public ReleasedMeaning MeaningOfReleased(MessageKind kind) => kind switch
    {
        MessageKind.Cast or MessageKind.Heartbeat => ReleasedMeaning.Sent,
        MessageKind.Call => ReleasedMeaning.Unserved,
        _ => ReleasedMeaning.SendAgain,
    };

    /// <inheritdoc />
    public bool GrantsCreditForConsumers => false;

    /// <inheritdoc />
    public bool AcceptsForDeletedNodes => false;
}
