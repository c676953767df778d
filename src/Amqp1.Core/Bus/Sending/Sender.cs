using Amqp1.Addressing;
using Amqp1.Bus.Connections;

namespace Amqp1.Bus.Sending;

/// <summary>
/// Sends messages to one destination. It holds their queue (<see cref="SenderDeliveries"/>), the link if there is one
/// (<see cref="SenderLink"/>), and the way of a message from one to the other (<see cref="SenderPump"/>).
/// </summary>
/// <remarks>
/// Messages wait here, not in AMQPNetLite. A message is handed to the link only if the link has credit, so that a waiting message can be
/// withdrawn, charged a retry and moved to another connection. A message that was claimed for the hand-over may have been sent.
/// Thread-safe.
/// </remarks>
internal sealed class Sender
{
    private readonly SenderState _state;
    private readonly SenderLink _link;
    private readonly SenderPump _pump;

    public Sender(Destination destination, SenderCache owner, BusConnection? connection)
    {
        Destination = destination;
        Owner = owner;
        _state = new SenderState(connection);
        _link = new SenderLink(this, _state);
        _pump = new SenderPump(this, _state, _link);
    }

    public Destination Destination { get; }

    /// <summary>The senders of the bus.</summary>
    public SenderCache Owner { get; }

    public SenderOutcomes Outcomes => _pump.Outcomes;

    /// <summary>Whether the sender sends replies, to an address that a peer has chosen.</summary>
    public bool IsReply => Destination.ReplyAddress is not null;

    /// <summary>The time at which the sender last received a message, a time stamp of the bus's <see cref="TimeProvider"/>.</summary>
    public long LastUsed => _state.LastUsed;

    public int PendingDeliveries => Read(static state => state.Deliveries.Count);

    /// <summary>Whether the sender has a link and no messages.</summary>
    public bool IsIdle => Read(static state => state.HasIdleLink);

    /// <summary>Whether the sender has a link.</summary>
    public bool HasLink => Read(static state => state.Link.Current is not null);

    /// <summary>
    /// Whether messages wait for the first credit of the link, which the peer grants when somebody receives them. Credit that was withdrawn later
    /// does not mean that nobody does.
    /// </summary>
    public bool IsUnread => Read(static state => state is
    {
        Link.Current: { IsAttached: true, TellsConsumers: true, HasHadCredit: false },
        Deliveries.Next: not null,
    });

    /// <summary>Adds the delivery to the queue. Returns false if the sender was given up and a new one must be used.</summary>
    public bool TryEnqueue(PendingDelivery delivery)
    {
        lock (_state.Gate)
        {
            if (_state.IsRetired)
            {
                return false;
            }

            delivery.Sender = this;
            _state.Deliveries.Enqueue(delivery);
            _state.WasUsed = true;
            _state.LastUsed = Owner.Context.Time.GetTimestamp();
        }

        _link.EnsureAttached();
        _pump.Pump();
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
        lock (_state.Gate)
        {
            mayHaveLeft = delivery.MayHaveLeft;
            _state.Deliveries.Withdraw(delivery);
            yields = _state.IsWantedByOthers;
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
        lock (_state.Gate)
        {
            return delivery.WasTransferred;
        }
    }

    /// <inheritdoc cref="SenderPump.Pump" />
    public void Pump() => _pump.Pump();

    /// <inheritdoc cref="SenderLink.Watch" />
    public void Watch() => _link.Watch();

    /// <inheritdoc cref="SenderLink.EnsureAttached" />
    public void EnsureAttached() => _link.EnsureAttached();

    /// <inheritdoc cref="SenderLink.OnConnected" />
    public void OnConnected(BusConnection connection) => _link.OnConnected(connection);

    /// <inheritdoc cref="SenderLink.OnConnectionLost" />
    public void OnConnectionLost(SendFailure failure) => _link.OnConnectionLost(failure);

    /// <summary>Charges all waiting messages one retry after a failed connection attempt.</summary>
    public void Charge(SendFailure failure)
    {
        List<PendingDelivery> exhausted;
        lock (_state.Gate)
        {
            _state.Obstacle = failure;
            exhausted = _state.Deliveries.Charge();
        }

        SendFailure.FailAll(exhausted, failure);
    }

    /// <summary>Returns the reason why the waiting messages have not been sent yet.</summary>
    public SendFailure WhyWaiting()
    {
        lock (_state.Gate)
        {
            if (_state.Link.Current is { IsAttached: true } attachment)
            {
                return new SendFailure(attachment switch
                {
                    { Room: > 0 } => "no reply address is available yet",
                    { Credit: > 0 } => "the peer keeps its session window closed, so that it takes no message of any address",
                    _ => "the peer gives no credit for this address, which usually means that it has no consumer",
                });
            }

            return _state.Obstacle
                ?? Owner.Obstacle
                ?? new SendFailure(_state.Link.IsConnected ? "the peer has not answered the attach of the link" : "no connection was open");
        }
    }

    /// <summary>Detaches the sender if it was not used since the last sweep. Returns true if the sender was given up.</summary>
    public bool SweepIfIdle()
    {
        SenderAttachment? attachment;
        lock (_state.Gate)
        {
            if (_state.WasUsed || !_state.Deliveries.IsEmpty)
            {
                _state.WasUsed = false;
                return false;
            }

            attachment = _state.Retire();
        }

        attachment?.Detach();
        return true;
    }

    /// <summary>Gives up the sender and detaches its link. Returns false if the sender is not idle.</summary>
    public bool YieldIfIdle()
    {
        SenderAttachment? attachment;
        lock (_state.Gate)
        {
            if (!_state.HasIdleLink)
            {
                return false;
            }

            attachment = _state.Retire();
        }

        Owner.Remove(this);
        attachment!.Detach();
        return true;
    }

    /// <summary>
    /// Gives up a reply sender without link and messages at once. There are many reply addresses, and they are not used again.
    /// </summary>
    public void GiveUpIfUnused()
    {
        if (!IsReply)
        {
            return;
        }

        lock (_state.Gate)
        {
            if (_state.IsRetired || _state.Link.Current is not null || !_state.Deliveries.IsEmpty)
            {
                return;
            }

            _state.Retire();
        }

        Owner.Remove(this);
    }

    /// <summary>
    /// Gives up the sender and fails its waiting messages. Returns false if it has no link, if a message is in flight, or if its link was
    /// attached after <paramref name="before"/>.
    /// </summary>
    public bool TryGiveUp(SendFailure failure, long before) =>
        TryAbandon(failure, state => state.Link.Current is not null && state.Link.AttachedAt <= before && !state.Deliveries.IsUnderWay);

    /// <summary>Gives up a sender that waits for a link and will not get one. Does nothing if the sender has a link.</summary>
    public void Drop() => TryAbandon(
        new SendFailure("Too many replies waited for a link (Amqp1:Rpc:MaxReplyLinks).", SendFailure.ResourceLimitExceeded),
        static state => state.Link.Current is null);

    /// <summary>Fails all messages that wait or are in progress. The sender does not accept messages afterwards.</summary>
    public void Close(SendFailure failure)
    {
        List<PendingDelivery> doubtful;
        List<PendingDelivery> unsent;
        lock (_state.Gate)
        {
            _state.Retire();
            (doubtful, unsent) = _state.Deliveries.TakeAll();
        }

        SendFailure.FailAll(doubtful, failure with { InDoubt = true });
        SendFailure.FailAll(unsent, failure);
    }

    private T Read<T>(Func<SenderState, T> read)
    {
        lock (_state.Gate)
        {
            return read(_state);
        }
    }

    private bool TryAbandon(SendFailure failure, Func<SenderState, bool> applies)
    {
        SenderAttachment? attachment;
        List<PendingDelivery> doubtful;
        List<PendingDelivery> unsent;
        lock (_state.Gate)
        {
            if (_state.IsRetired || !applies(_state))
            {
                return false;
            }

            attachment = _state.Retire();
            (doubtful, unsent) = _state.Deliveries.TakeAll();
        }

        Owner.Remove(this);
        attachment?.Detach();
        SendFailure.FailAll(doubtful, failure with { InDoubt = true });
        SendFailure.FailAll(unsent, failure);
        return true;
    }
}
