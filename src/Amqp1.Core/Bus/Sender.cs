using Amqp1.Addressing;

namespace Amqp1.Bus;

/// <summary>
/// Sends to one destination: a queue of its own, the link when there is one, and what is under way on it.
/// </summary>
/// <remarks>
/// Messages wait here, not in AMQPNetLite: one is handed to the link only when the link has credit, so that a waiting message
/// can be withdrawn, charged a retry and moved to another connection. What was claimed to be handed over may have left.
/// Thread-safe. No method of AMQPNetLite is called under the lock, because its callbacks come under locks of its own.
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
            connected, connected.Syntax.AddressOf(Destination), BudgetOf(connected), owner.Logger, _ => OnAttached(), OnAttachmentClosed, Pump);
    }

    public Destination Destination { get; }

    /// <summary>Whether it sends replies, to an address that a peer has chosen.</summary>
    public bool IsReply => Destination.ReplyAddress is not null;

    /// <summary>When a message was last handed to it, a time stamp of the bus's <see cref="TimeProvider"/>.</summary>
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

    /// <summary>Takes the delivery; false when the sender has been given up, and a new one is to be asked for.</summary>
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
    /// Forgets a delivery that has ended; tells whether it may have left. False means that it never will: claiming it for sending and
    /// withdrawing it are decided under the same lock. What has left takes its course, and nobody waits for its outcome.
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
    /// After the loss of the connection: whether the delivery may have reached the peer. If not, this sender queues it again, or finds out
    /// what became of it.
    /// </summary>
    public bool WasTransferred(PendingDelivery delivery)
    {
        lock (_gate)
        {
            return delivery.WasTransferred;
        }
    }

    /// <summary>An attempt to connect failed, which costs what waits a retry.</summary>
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

    /// <summary>Detaches a sender that was not used since the last sweep; true when it has been given up.</summary>
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

    /// <summary>Fails all that waits or is under way; nothing is taken any more.</summary>
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

    /// <summary>A reply address that nobody listens at any more is given up at once: there are many of them, and none comes back.</summary>
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
