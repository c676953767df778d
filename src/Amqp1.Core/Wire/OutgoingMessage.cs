using Amqp1.Addressing;

namespace Amqp1.Wire;

/// <summary>A message in oslo's terms, before the bus knows at what address and under which id it will go out.</summary>
internal sealed class OutgoingMessage
{
    private JsonText _body;

    public required MessageKind Kind { get; init; }

    public required Destination Destination { get; init; }

    /// <summary>The JSON text; empty for a heartbeat, which has no body, and after <see cref="ReturnBody"/>.</summary>
    public JsonText Body
    {
        get => _body;
        init => _body = value;
    }

    /// <summary>How long the message is worth delivering; it goes out as header.ttl.</summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>The message-id of the request that this answers, as it came: a string, and from strangers a number, uuid or binary.</summary>
    public object? CorrelationId { get; init; }

    /// <summary>W3C trace context, null when nobody traces.</summary>
    public TraceContext? Trace { get; init; }

    /// <summary>Gives the body's array back: the message will not be written again. For the one who holds the message.</summary>
    public void ReturnBody()
    {
        var body = _body;
        _body = default;
        body.Return();
    }
}
