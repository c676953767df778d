using Amqp1.Broker.Codec;

namespace Amqp1.Broker.Nodes.Queues;

/// <summary>A received message in the form in which queues keep it. The subscriptions of a topic share it.</summary>
/// <param name="Payload">The message with its stored header.</param>
/// <param name="Format">The message format.</param>
/// <param name="Header">The header.</param>
/// <param name="At">The time of arrival.</param>
internal sealed record Arrival(ReadOnlyMemory<byte> Payload, uint Format, StoredHeader Header, DateTimeOffset At);
