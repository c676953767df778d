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
    /// <remarks>They would need an exchange for each topic and a queue for each server.</remarks>
    public bool CarriesCancellations => false;

    /// <inheritdoc />
    /// <remarks>A stream would need a reply queue of its own, and the envelope of oslo has no place for its parts.</remarks>
    public bool CarriesStreams => false;

    /// <inheritdoc />
    public bool GrantsCreditForConsumers => false;
}
