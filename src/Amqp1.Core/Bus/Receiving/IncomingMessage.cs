using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Amqp1.Diagnostics;
using Amqp1.Dialects;
using Amqp1.Json;
using Amqp1.Transport;
using Amqp1.Wire;

namespace Amqp1.Bus.Receiving;

/// <summary>A received message, in oslo's terms. It must be settled exactly once.</summary>
/// <remarks>
/// The body refers to the buffer in which the message was received. The code that no longer reads the body disposes the message, at most
/// once. The buffer of a message that is not disposed is not reused. The members that settle the message or tell its link remain usable after
/// the disposal; those that read from the message do not.
/// </remarks>
internal sealed class IncomingMessage : IThreadPoolWorkItem, IDisposable
{
    // The position of the field delivery-count in the header.
    private const int DeliveryCountField = 4;

    private static readonly TraceNames AnnotationNames = new(
        new Symbol(TraceContext.TraceparentName), new Symbol(TraceContext.TracestateName), new Symbol(TraceContext.BaggageName));

    private static readonly TraceNames PropertyNames = new(TraceContext.TraceparentName, TraceContext.TracestateName, TraceContext.BaggageName);

    private readonly Message _message;
    private readonly IMessageFormat _format;
    private readonly MessageDelivery _delivery;
    private readonly SubscriptionLink _link;
    private readonly ReceiverAttachment? _attachment;
    private readonly Func<DeliveryState, bool>? _settleOwn;
    private JsonText _text;
    private int _settled;
    private bool _isAccepted;

    /// <param name="message">The message, which this side has not settled yet.</param>
    /// <param name="link">The link on which the message was received.</param>
    /// <param name="attachment">The attachment of that link, with which the message must be settled.</param>
    /// <param name="receivedAt">The time of receipt, a time stamp of the bus's <see cref="TimeProvider"/>.</param>
    public IncomingMessage(Message message, SubscriptionLink link, ReceiverAttachment attachment, long receivedAt)
    {
        _format = attachment.Format;
        _attachment = attachment;
        _message = message;
        _delivery = message.GetDelivery();
        _link = link;
        ReceivedAt = receivedAt;
    }

    /// <summary>Creates a message that this process sent itself, without the peer.</summary>
    /// <param name="message">The message, in the form in which a receiver gets it.</param>
    /// <param name="link">The link that serves the address of the message.</param>
    /// <param name="format">The format of the message.</param>
    /// <param name="receivedAt">The current time stamp.</param>
    /// <param name="settle">Receives the outcome. Returns false if the sender no longer waits. Called at most once. Must not throw.</param>
    public IncomingMessage(Message message, SubscriptionLink link, IMessageFormat format, long receivedAt, Func<DeliveryState, bool> settle)
    {
        _format = format;
        _message = message;
        _link = link;
        _settleOwn = settle;
        ReceivedAt = receivedAt;
    }

    /// <summary>Whether this process sent the message itself and handed it over without the peer.</summary>
    public bool IsHandedOver => _settleOwn is not null;

    /// <summary>Whether the message came from the peer over a link that has stopped receiving.</summary>
    public bool CameLate => _settleOwn is null && _link.IsStopping;

    /// <summary>The time of receipt, a time stamp of the bus's <see cref="TimeProvider"/>.</summary>
    public long ReceivedAt { get; }

    public string Address => _link.Address;

    /// <summary>The topic of the link on which the message was received.</summary>
    public string Topic => _link.Topic;

    /// <summary>The pool of the link on which the message was received; null if it has none.</summary>
    public string? Pool => _link.Pool;

    /// <summary>
    /// The topic with priority to which a notification was sent. The links of a pool share one queue, so that each of them also receives
    /// notifications of the topics of the others.
    /// </summary>
    public string NotificationTopic => _link.Pool is null ? _link.Topic : _format.NotificationTopicOf(_message) ?? _link.Topic;

    /// <summary>The address to which the reply is sent; null if none is expected.</summary>
    public string? ReplyTo => _format.ReplyAddressOf(_message);

    /// <summary>
    /// The number of failed deliveries that the intermediary has counted (header.delivery-count); 0 if it does not count them. Most do not
    /// count a delivery that was released, but one whose consumer was lost.
    /// </summary>
    public long DeliveryCount => PlainMessage.TryOpen(_message, out var plain, out _)
        ? plain.DeliveryCount
        : _message.Header is { } header && header.HasField(DeliveryCountField) ? header.DeliveryCount : 0;

    /// <summary>
    /// Returns the W3C trace context from the message annotations, where intermediaries write it, or else from the application properties.
    /// </summary>
    public TraceContext? ReadTrace(bool withBaggage) =>
        ReadTrace(_message.MessageAnnotations?.Map, AnnotationNames, withBaggage)
        ?? ReadTrace(_message.ApplicationProperties?.Map, PropertyNames, withBaggage);

    /// <inheritdoc cref="IMessageFormat.ReadRequest" />
    public IncomingRequest ReadRequest()
    {
        var read = _format.ReadRequest(_message);
        _text = read.Text;
        return read;
    }

    /// <inheritdoc cref="IMessageFormat.ReadNotification" />
    public NotificationMessage ReadNotification()
    {
        var read = _format.ReadNotification(_message);
        _text = read.Text;
        return read.Notification;
    }

    /// <summary>
    /// Whether the message can no longer be settled because its link was lost. The peer may then deliver it again. A message that was sent
    /// settled is never lost in this sense, because the peer does not deliver it again.
    /// </summary>
    public bool IsLost => _attachment is not null && !_isAccepted && !_attachment.IsUp && !IsSettledBySender;

    /// <summary>
    /// Settles the message as accepted. Returns false if the outcome can no longer be sent to the peer, which may then deliver the message
    /// again. A message that is already accepted stays accepted.
    /// </summary>
    public bool Accept() => _isAccepted || (_isAccepted = Settle(Settlements.Accepted)) || IsSettledBySender;

    public void Release() => Settle(Settlements.Released);

    /// <summary>Settles a message that no consumer can read as rejected, so that it is not delivered again.</summary>
    public void Reject(string condition, string description) =>
        Settle(new Rejected { Error = new Error(condition) { Description = description } });

    /// <summary>Releases the buffers of the body after it was read. Does not settle the message.</summary>
    public void Dispose()
    {
        _message.Dispose();
        _text.Return();
    }

    /// <summary>
    /// Queues the message for a thread of the pool, which runs its handler. On a pump, it is queued together with the other messages of the
    /// same read. Otherwise it goes to the local queue of the thread.
    /// </summary>
    public void Begin()
    {
        if (_attachment?.Connection.Transport.TryCollect(this) != true)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        }
    }

    void IThreadPoolWorkItem.Execute() => _link.Execute(this);

    private bool IsSettledBySender => LibraryInternals.DeliveryOf(_message) is { Settled: true };

    private bool Settle(DeliveryState state) =>
        Interlocked.Exchange(ref _settled, 1) == 0 && (_settleOwn is { } settle ? settle(state) : _attachment!.Settle(_delivery, state));

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
