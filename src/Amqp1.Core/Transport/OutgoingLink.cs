using Amqp;
using Amqp.Framing;
using Amqp.Handler;

namespace Amqp1.Transport;

/// <summary>
/// A sending link that answers when the peer drains it or requests its state. AMQPNetLite does not answer. The owner answers between two
/// messages: after <paramref name="onAsked"/> was called, it first sends the messages that it can send, and answers as soon as no message is
/// being sent. The argument of <paramref name="onAsked"/> says whether the peer drains the link.
/// </summary>
internal sealed class OutgoingLink(Session session, string name, Attach attach, OnAttached onAttached, Action<bool> onAsked)
    : SenderLink(session, name, attach, onAttached)
{
    private const int None = 0;
    private const int Echo = 1;
    private const int Drain = 2;

    private int _question;
    private volatile bool _hasHadCredit;

    /// <summary>Whether the peer waits for an answer.</summary>
    public bool HasQuestion => Volatile.Read(ref _question) != None;

    /// <summary>The number of messages that may be sent now: the credit, or zero while the session window of the peer is closed.</summary>
    /// <remarks>
    /// AMQPNetLite would queue messages that exceed the credit or the peer's session window. Messages in its queue could not be withdrawn,
    /// and could not be distinguished from messages that were sent.
    /// </remarks>
    public int Room => Volatile.Read(ref LibraryInternals.OutgoingWindowOf(Session)) == 0 ? 0 : Credit;

    /// <summary>The number of messages for which the peer has granted credit (AMQP 2.6.7).</summary>
    public int Credit => Volatile.Read(ref LibraryInternals.CreditOf(this));

    /// <summary>Whether the peer has granted credit at some time.</summary>
    public bool HasHadCredit => _hasHadCredit;

    /// <summary>
    /// Sends a message. Returns false if the peer has withdrawn the credit since it was read, so that the message was not sent and will not be.
    /// Must be called by one thread at a time.
    /// </summary>
    /// <exception cref="AmqpException">The link is being closed.</exception>
    public bool TrySend(Message message, OutcomeCallback? callback, object? state)
    {
        Send(message, null, callback, state);

        // A settled message has no delivery any more. A message that AMQPNetLite has queued for want of credit has no tag.
        var isSent = LibraryInternals.DeliveryOf(message) is not { Tag: null } queued || !TryTakeBack(message, queued);
        if (isSent && !_hasHadCredit)
        {
            _hasHadCredit = true;
        }

        return isSent;
    }

    /// <summary>Records the request in a flow of the peer for the link. Called on the pump.</summary>
    public void Ask(bool drain, bool echo)
    {
        // Messages that waited for the credit may have used it up already. They are counted when they are sent.
        if (Credit > 0)
        {
            _hasHadCredit = true;
        }

        var question = drain ? Drain : echo ? Echo : None;
        Volatile.Write(ref _question, question);
        if (question != None)
        {
            onAsked(drain);
        }
    }

    /// <summary>Answers the request of the peer. Must be called only while no message is being sent on the link.</summary>
    public void Answer()
    {
        var question = Interlocked.Exchange(ref _question, None);
        if (question != None)
        {
            FlowAnswers.Answer(this, question == Drain);
        }
    }

    /// <summary>Removes a message from the queue of AMQPNetLite. Returns false if a flow of the peer has caused it to be sent.</summary>
    private bool TryTakeBack(Message message, IDelivery queued)
    {
        lock (LibraryInternals.LockOf(this))
        {
            // No other message can be in the queue, because each one is taken back before the next one is sent.
            if (!LibraryInternals.IsFirstOfQueue(this, queued))
            {
                return false;
            }

            Cancel(message);
            return true;
        }
    }
}
