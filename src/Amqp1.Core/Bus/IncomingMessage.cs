using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Amqp1.Wire;

namespace Amqp1.Bus;

/// <summary>A received message, in oslo's terms, with the duty to settle it exactly once.</summary>
internal sealed class IncomingMessage : IThreadPoolWorkItem
{
    private readonly Message _message;
    private readonly SubscriptionLink _link;
    private int _settled;

    public IncomingMessage(Message message, SubscriptionLink link, long receivedAt)
    {
        _message = message;
        _link = link;
        ReceivedAt = receivedAt;
    }

    /// <summary>When it came in, a time stamp of the bus's <see cref="TimeProvider"/>.</summary>
    public long ReceivedAt { get; }

    public string Address => _link.Address;

    /// <summary>The topic of the link it came in on.</summary>
    public string Topic => _link.Topic;

    public string? ReplyTo => _message.Properties?.ReplyTo;

    /// <summary>
    /// As the sender typed it: a string from oslo; a number, UUID or binary from others; null when there is none, or none of a type that
    /// AMQP allows.
    /// </summary>
    public object? MessageId => MessageIds.MessageIdOf(_message);

    /// <summary>header.ttl; null when the sender gave none. absolute-expiry-time is ignored (specification E.3).</summary>
    public TimeSpan? TimeToLive => _message.Header is { } header && header.HasField(2) ? TimeSpan.FromMilliseconds(header.Ttl) : null;

    /// <summary>The W3C context, from the annotations that intermediaries write first, else from the application properties.</summary>
    public TraceContext? Trace =>
        ReadTrace(_message.MessageAnnotations?.Map, static name => new Symbol(name))
        ?? ReadTrace(_message.ApplicationProperties?.Map, static name => name);

    /// <summary>The JSON text; null when there is none. Throws <see cref="WireFormatException"/>.</summary>
    public ReadOnlyMemory<byte>? ReadBody() => MessageBody.Read(_message);

    public void Accept() => Settle(Settlements.Accepted);

    public void Release() => Settle(Settlements.Released);

    /// <summary>For what no consumer could ever read: it must not come back.</summary>
    public void Reject(string condition, string description) =>
        Settle(new Rejected { Error = new Error(condition) { Description = description } });

    void IThreadPoolWorkItem.Execute() => _link.Execute(this);

    private void Settle(DeliveryState state)
    {
        if (Interlocked.Exchange(ref _settled, 1) == 0)
        {
            _link.Settle(_message, state);
        }
    }

    private static TraceContext? ReadTrace(Map? map, Func<string, object> key) =>
        map?[key(TraceContext.TraceparentName)] is string parent
            ? new TraceContext(parent, map[key(TraceContext.TracestateName)] as string)
            : null;
}
