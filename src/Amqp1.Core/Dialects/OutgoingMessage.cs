using Amqp1.Addressing;
using Amqp1.Json;

namespace Amqp1.Dialects;

/// <summary>A message in the terms of oslo.messaging, before the bus determines its address and its ID.</summary>
internal sealed class OutgoingMessage
{
    private JsonText _body;

    private Guid _uniqueId;

    public required MessageKind Kind { get; init; }

    public required Destination Destination { get; init; }

    /// <summary>The JSON text; empty for a heartbeat, which has no body, and after <see cref="ReturnBody"/>.</summary>
    public JsonText Body
    {
        get => _body;
        init => _body = value;
    }

    /// <summary>What the message says; null for a heartbeat.</summary>
    public MessageContent? Content { get; init; }

    /// <summary>The time that the message remains valid; sent as header.ttl.</summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>
    /// The unchanged message-id of the request that this message answers: a string or, from foreign senders, a number, UUID or binary.
    /// </summary>
    public object? CorrelationId { get; init; }

    /// <summary>The W3C trace context; null when tracing is not used.</summary>
    public TraceContext? Trace { get; init; }

    /// <summary>
    /// A random ID, the same for all attempts, by which a receiver recognizes that it has the message already. It is generated when it is
    /// first read. Not thread-safe: one attempt is encoded at a time.
    /// </summary>
    public Guid UniqueId => _uniqueId == Guid.Empty ? _uniqueId = RandomBits.NextGuid() : _uniqueId;

    /// <summary>
    /// Returns the array of the body, because the message is not written again. Only the owner of the message may call this.
    /// </summary>
    public void ReturnBody()
    {
        var body = _body;
        _body = default;
        body.Return();
    }
}
