using System.Runtime.CompilerServices;
using Amqp;
using Amqp.Framing;
using Amqp.Handler;
using Amqp.Types;
using Amqp1.Wire;

namespace Amqp1.Bus;

/// <summary>A received message, in oslo's terms, with the duty to settle it exactly once.</summary>
/// <remarks>
/// Its body stands in the buffer that it came in. Who disposes the message, at most once, says that nobody reads the body any
/// more; a message that is not disposed keeps its buffer for itself. Everything else may still be used then.
/// </remarks>
internal sealed class IncomingMessage : IThreadPoolWorkItem, IDisposable
{
    private static readonly TraceNames AnnotationNames = new(
        new Symbol(TraceContext.TraceparentName), new Symbol(TraceContext.TracestateName), new Symbol(TraceContext.BaggageName));

    private static readonly TraceNames PropertyNames = new(TraceContext.TraceparentName, TraceContext.TracestateName, TraceContext.BaggageName);

    private readonly Message _message;
    private readonly MessageDelivery _delivery;
    private readonly SubscriptionLink _link;
    private readonly ReceiverLink? _attachment;
    private readonly CreditWindow? _credit;
    private readonly Func<DeliveryState, bool>? _settleOwn;
    private int _settled;
    private bool _isAccepted;

    /// <param name="message">The message, which is not settled yet by this side.</param>
    /// <param name="link">The link it came in on.</param>
    /// <param name="attachment">The attachment of that link, which the message is to be settled with.</param>
    /// <param name="credit">The window of that attachment.</param>
    /// <param name="receivedAt">When it came in, a time stamp of the bus's <see cref="TimeProvider"/>.</param>
    public IncomingMessage(Message message, SubscriptionLink link, ReceiverLink attachment, CreditWindow credit, long receivedAt)
    {
        _attachment = attachment;
        _credit = credit;
        _message = message;
        _delivery = message.GetDelivery();
        _link = link;
        ReceivedAt = receivedAt;
    }

    /// <summary>A message that this process sent itself and that did not go through the peer.</summary>
    /// <param name="message">The message, as a receiver gets it.</param>
    /// <param name="link">The link that serves its address.</param>
    /// <param name="receivedAt">The time stamp of now.</param>
    /// <param name="settle">Takes the outcome; false when nobody waits for it any more. Called once at most. Must not throw.</param>
    public IncomingMessage(Message message, SubscriptionLink link, long receivedAt, Func<DeliveryState, bool> settle)
    {
        _message = message;
        _link = link;
        _settleOwn = settle;
        ReceivedAt = receivedAt;
    }

    /// <summary>Whether this process sent it and handed it over itself.</summary>
    public bool IsHandedOver => _settleOwn is not null;

    /// <summary>Whether the link takes nothing from the peer any more.</summary>
    public bool CameLate => _settleOwn is null && _link.IsStopping;

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

    /// <summary>
    /// header.ttl; null when the sender gave none, or 0, by which several libraries say that a message does not expire.
    /// absolute-expiry-time is ignored (docs/spec/messages.md#expiry).
    /// </summary>
    public TimeSpan? TimeToLive => _message.Header is { Ttl: > 0 and var ttl } ? TimeSpan.FromMilliseconds(ttl) : null;

    /// <summary>The W3C context, from the annotations that intermediaries write first, else from the application properties.</summary>
    public TraceContext? ReadTrace(bool withBaggage) =>
        ReadTrace(_message.MessageAnnotations?.Map, AnnotationNames, withBaggage)
        ?? ReadTrace(_message.ApplicationProperties?.Map, PropertyNames, withBaggage);

    /// <summary>The JSON text; null when there is none. Throws <see cref="WireFormatException"/>.</summary>
    public ReadOnlyMemory<byte>? ReadBody() => MessageBody.Read(_message);

    /// <summary>
    /// Whether it cannot be settled any more, because the link that it came over is gone: then its peer may deliver it again. A message that
    /// was sent settled is never lost: nobody delivers it again.
    /// </summary>
    public bool IsLost => _attachment is not null && !_isAccepted && !OutcomeTable.IsUp(_attachment) && !IsSettledBySender;

    /// <summary>
    /// Settles it as accepted. False when that cannot be told to the peer any more, which may then deliver it again. One that is accepted
    /// already stays accepted.
    /// </summary>
    public bool Accept() => _isAccepted || (_isAccepted = Settle(Settlements.Accepted)) || IsSettledBySender;

    public void Release() => Settle(Settlements.Released);

    /// <summary>For what no consumer could ever read: it must not come back.</summary>
    public void Reject(string condition, string description) =>
        Settle(new Rejected { Error = new Error(condition) { Description = description } });

    /// <summary>The body is read. Does not settle the message.</summary>
    public void Dispose() => _message.Dispose();

    void IThreadPoolWorkItem.Execute() => _link.Execute(this);

    private bool IsSettledBySender => DeliveryOf(_message) is IDelivery { Settled: true };

    private bool Settle(DeliveryState state) =>
        Interlocked.Exchange(ref _settled, 1) == 0 && (_settleOwn is { } settle ? settle(state) : _link.Settle(_attachment!, _credit!, _delivery, state));

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Delivery")]
    [return: UnsafeAccessorType("Amqp.Delivery, Amqp.Net")]
    private static extern object? DeliveryOf(Message message);

    private static TraceContext? ReadTrace(Map? map, TraceNames names, bool withBaggage) =>
        map?[names.Traceparent] is string parent
            ? new TraceContext(
                parent,
                Bounded(map[names.Tracestate], TraceContext.MaxTracestateLength),
                withBaggage ? Bounded(map[names.Baggage], TraceContext.MaxBaggageLength) : null)
            : null;

    private static string? Bounded(object? value, int maxLength) => value is string text && text.Length <= maxLength ? text : null;

    /// <summary>The keys of the trace context: symbols in annotations, strings in application properties.</summary>
    private sealed record TraceNames(object Traceparent, object Tracestate, object Baggage);
}
