using Amqp1.Addressing;
using Amqp1.Diagnostics;

namespace Amqp1.Dialects;

/// <summary>A message in the terms of oslo.messaging, before the bus determines its address and its ID.</summary>
internal sealed class OutgoingMessage
{
    private Guid _uniqueId;

    public required MessageKind Kind { get; init; }

    public required Destination Destination { get; init; }

    /// <summary>The content of the message; null for a heartbeat.</summary>
    public MessageContent? Content { get; init; }

    /// <summary>The time that the message remains valid; sent as header.ttl.</summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>The ID of the call that this message answers (<see cref="ReplyRoute.CorrelationId"/>).</summary>
    public object? CorrelationId { get; init; }

    /// <summary>The W3C trace context; null when tracing is not used.</summary>
    public TraceContext? Trace { get; init; }

    /// <summary>
    /// A random ID, the same for all attempts, by which a receiver recognizes that it has the message already. It is generated when it is
    /// first read. Not thread-safe: one attempt is encoded at a time.
    /// </summary>
    public Guid UniqueId => _uniqueId == Guid.Empty ? _uniqueId = RandomBits.NextGuid() : _uniqueId;
}
