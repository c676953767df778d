using Amqp1.Addressing;
using Amqp1.Bus.Connections;
using Amqp1.Bus.Context;

namespace Amqp1.Bus.Sending;

/// <summary>
/// Sends messages to one destination. It holds their queue, the link if there is one, and the deliveries in progress on it.
/// </summary>
/// <remarks>
/// Messages wait here, not in AMQPNetLite. A message is handed to the link only if the link has credit, so that a waiting message can be
/// withdrawn, charged a retry and moved to another connection. A message that was claimed for the hand-over may have been sent.
/// Thread-safe. No method of AMQPNetLite is called under the lock, because AMQPNetLite calls back under its own locks.
/// </remarks>
internal sealed partial class Sender
{
    private readonly SenderCache _owner;
    private readonly BusSettings _settings;
    private readonly Lock _gate = new();
    private readonly SenderDeliveries _deliveries = new();
    private readonly SenderLinkState _link;
    private readonly Func<BusConnection, SenderAttachment> _makeAttachment;
    private bool _pumping;
    private bool _pumpAgain;
    private bool _retired;
    private bool _usedSinceSweep = true;
    private long _lastUsed;
    private long _attachedAt;
    private SendFailure? _obstacle;

    public Sender(Destination destination, SenderCache owner, BusSettings settings, BusConnection? connection)
    {
        Destination = destination;
        _link = new SenderLinkState(connection);
        _owner = owner;
        _settings = settings;
        _makeAttachment = connected => new SenderAttachment(
            connected, Destination, BudgetOf(connected), owner.Logger, _ => OnAttached(), OnAttachmentClosed, Pump);
    }

    public Destination Destination { get; }

    /// <summary>Whether the sender sends replies, to an address that a peer has chosen.</summary>
    public bool IsReply => Destination.ReplyAddress is not null;

    /// <summary>The time at which the sender last received a message, a time stamp of the bus's <see cref="TimeProvider"/>.</summary>
    public long LastUsed => Volatile.Read(ref _lastUsed);

    public int PendingDeliveries
    {
        get
        {
            lock (_gate)
            {
                return _deliveries.Count;
            }
        }
    }

    /// <summary>Adds the delivery to the queue. Returns false if the sender was given up and a new one must be used.</summary>
    public bool TryEnqueue(PendingDelivery delivery)
    {
        lock (_gate)
        {
            if (_retired)
            {
                return false;
            }

            delivery.Sender = this;
            _deliveries.Enqueue(delivery);
            _usedSinceSweep = true;
            _lastUsed = _owner.Time.GetTimestamp();
        }

        EnsureAttached();
        Pump();
        return true;
    }

    /// <summary>
    /// Removes a delivery that has ended, and returns whether it may have been sent. If the result is false, the message will never be sent,
    /// because claiming and withdrawing take place under the same lock. The outcome of a message that was sent is ignored.
    /// </summary>
    public bool Withdraw(PendingDelivery delivery)
    {
        bool mayHaveLeft;
        bool yields;
        lock (_gate)
        {
            mayHaveLeft = delivery.MayHaveLeft;
            _deliveries.Withdraw(delivery);
            yields = IsWantedByOthers;
        }

        if (yields)
        {
            YieldIfIdle();
        }

        return mayHaveLeft;
    }

    /// <summary>
    /// Returns whether the delivery may have reached the peer, after the loss of the connection. If not, this sender queues it again or
    /// determines its result.
    /// </summary>
    public bool WasTransferred(PendingDelivery delivery)
    {
        lock (_gate)
        {
            return delivery.WasTransferred;
        }
    }

    /// <summary>Charges all waiting messages one retry after a failed connection attempt.</summary>
    public void Charge(SendFailure failure)
    {
        List<PendingDelivery> exhausted;
        lock (_gate)
        {
            _obstacle = failure;
            exhausted = _deliveries.Charge();
        }

        FailAll(exhausted, failure);
    }

    /// <summary>Detaches the sender if it was not used since the last sweep. Returns true if the sender was given up.</summary>
    public bool SweepIfIdle()
    {
        SenderAttachment? attachment;
        lock (_gate)
        {
            if (_usedSinceSweep || !_deliveries.IsEmpty)
            {
                _usedSinceSweep = false;
                return false;
            }

            _retired = true;
            attachment = _link.Release();
        }

        attachment?.Detach();
        return true;
    }

    /// <summary>Fails all messages that wait or are in progress. The sender does not accept messages afterwards.</summary>
    public void Close(SendFailure failure)
    {
        List<PendingDelivery> doubtful;
        List<PendingDelivery> unsent;
        lock (_gate)
        {
            _retired = true;
            _link.Release();
            (doubtful, unsent) = _deliveries.TakeAll();
        }

        FailAll(doubtful, failure with { InDoubt = true });
        FailAll(unsent, failure);
    }

    /// <summary>
    /// Gives up a reply sender without link and messages at once. There are many reply addresses, and they are not used again.
    /// </summary>
    private void GiveUpIfUnused()
    {
        if (Destination.ReplyAddress is null)
        {
            return;
        }

        lock (_gate)
        {
            if (_retired || _link.Current is not null || !_deliveries.IsEmpty)
            {
                return;
            }

            _retired = true;
        }

        _owner.Remove(this);
    }

    private static void FailAll(List<PendingDelivery> deliveries, SendFailure failure)
    {
        foreach (var delivery in deliveries)
        {
            delivery.Fail(failure);
        }
    }
}
