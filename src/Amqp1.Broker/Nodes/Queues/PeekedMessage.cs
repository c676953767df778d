namespace Amqp1.Broker.Nodes.Queues;

/// <summary>A waiting message, as management shows it.</summary>
/// <param name="Sequence">The position in the order of the queue.</param>
/// <param name="Payload">The encoded message. It must not be changed, and not be used after the turn.</param>
/// <param name="Age">The time since the message arrived.</param>
/// <param name="DeliveryCount">The number of failed delivery attempts.</param>
internal readonly record struct PeekedMessage(long Sequence, ReadOnlyMemory<byte> Payload, TimeSpan Age, uint DeliveryCount);
