using Amqp;
using Amqp.Framing;
using Amqp1.Bus.Connections;
using Amqp1.Bus.Context;
using Amqp1.Bus.Deadlines;
using Amqp1.Wire;

namespace Amqp1.Bus.Sending;

/// <summary>
/// Attaches the link of a sender when a message is to be sent, and again after a delay when the link was lost. Thread-safe.
/// </summary>
internal sealed class SenderLink
{
    /// <summary>
    /// The delay before another attach if the connection had no free channel: the peer must first answer the end of another session.
    /// </summary>
    private static readonly TimeSpan FullRetryDelay = TimeSpan.FromMilliseconds(100);

    private readonly Sender _sender;
    private readonly SenderState _state;
    private readonly SenderCache _owner;
    private readonly Func<BusConnection, SenderAttachment> _makeAttachment;

    public SenderLink(Sender sender, SenderState state)
    {
        _sender = sender;
        _state = state;
        _owner = sender.Owner;
        _makeAttachment = connected => new SenderAttachment(
            connected, sender.Destination, _owner.BudgetOf(sender), _owner.Logger, _ => OnAttached(), OnAttachmentClosed, OnAsked);
    }

    /// <summary>Takes a new connection into use and attaches the link if messages are waiting.</summary>
    public void OnConnected(BusConnection connection)
    {
        lock (_state.Gate)
        {
            if (!_state.Link.TryConnect(connection))
            {
                return;
            }
        }

        EnsureAttached();
    }

    /// <summary>
    /// Handles the loss of the connection. Messages that were sent fail as in doubt. Waiting messages are charged a retry and keep their
    /// place.
    /// </summary>
    public void OnConnectionLost(SendFailure failure)
    {
        lock (_state.Gate)
        {
            _state.Link.Disconnect();
        }

        Reset(null, failure);
    }

    /// <summary>
    /// Handles the first sign that the link is lost, which precedes the report of its end. The waiting messages are charged a retry now, so
    /// that a message that is sent because of the loss is not charged for it.
    /// </summary>
    public void OnLossSeen(ILink link, SendFailure failure)
    {
        List<PendingDelivery> doubtful;
        List<PendingDelivery> exhausted;
        lock (_state.Gate)
        {
            if (!_state.Link.TryCountLoss(link))
            {
                return;
            }

            _state.Obstacle = failure with { InDoubt = false };
            doubtful = _state.Deliveries.LoseLink();
            exhausted = _state.Deliveries.Charge();
        }

        SendFailure.FailAll(doubtful, failure with { InDoubt = true });
        SendFailure.FailAll(exhausted, failure with { InDoubt = false });
    }

    /// <summary>Begins to attach if messages wait and there is no link. If all links are in use, the sender waits for one.</summary>
    public void EnsureAttached()
    {
        SenderAttachment? attachment = null;
        LinkBudget? budget = null;
        Sender? dropped = null;
        lock (_state.Gate)
        {
            if (!_state.IsRetired && (_state.IsWatched || _state.Deliveries.Next is not null) && _state.Link.Wanting is { } connection)
            {
                budget = _owner.BudgetOf(_sender);
                if (budget.TryTake(_sender, out dropped))
                {
                    attachment = _state.Link.BeginAttach(connection, _makeAttachment, _owner.Context.Time.GetTimestamp());
                }
                else
                {
                    _state.Obstacle = new SendFailure($"all {budget.Limit} links of the connection were in use", SendFailure.ResourceLimitExceeded);
                }
            }
        }

        attachment?.Begin();
        dropped?.Drop();
        if (attachment is null && budget?.Waiting > 0)
        {
            _owner.Room.Make(budget, _sender.IsReply);
        }
    }

    /// <summary>Attaches the link of a reply sender although there is no reply yet, so that the peer tells when the caller has gone.</summary>
    public void Watch()
    {
        lock (_state.Gate)
        {
            _state.IsWatched = true;
        }

        EnsureAttached();
    }

    /// <summary>Attaches the link again after a delay, because it was lost.</summary>
    public void ReattachLater() => _owner.Deadlines.Add(new DelayedWork(OnReattachDue, _owner.Logger), RetryDelay);

    /// <summary>The delay after which a lost link is attached again, or a returned message is sent again.</summary>
    public TimeSpan RetryDelay => _state.Link.Connection?.Dialect.Topology.RetryDelayOf(_sender.Destination) ?? _owner.Context.Settings.LinkRetryDelay;

    /// <summary>
    /// Handles a request of the peer for the state of the link. A router drains the link to a reply address when the caller has gone
    /// (docs/spec/behaviour.md#cancellation).
    /// </summary>
    private void OnAsked(bool drain)
    {
        bool isGone;
        lock (_state.Gate)
        {
            isGone = drain && _sender.IsReply && _state.Link.Current is { IsAttached: true, TellsConsumers: true };
        }

        _sender.Pump();
        if (isGone)
        {
            _owner.ReceiverGone?.Invoke(_sender.Destination);
        }
    }

    private void OnAttached()
    {
        lock (_state.Gate)
        {
            _state.Obstacle = null;
        }

        _sender.Pump();
    }

    private void OnAttachmentClosed(SenderAttachment attachment, Error? error)
    {
        if (!attachment.Connection.IsOpen)
        {
            // The link was closed because its connection was lost. The loss of the connection is one event and costs one retry.
            return;
        }

        if (attachment.IsConnectionFull)
        {
            OnConnectionFull(attachment, new SendFailure($"The connection cannot have more links ({PeerError.Describe(error, "")}).", SendFailure.ResourceLimitExceeded));
            return;
        }

        var why = error is null ? "" : $" ({PeerError.Describe(error)})";
        var what = attachment.IsAddressTooLong ? "could not be attached" : "was closed";
        Reset(attachment, new SendFailure($"The link to {PeerText.Clean(attachment.Address)} {what}{why}.", PeerError.ConditionOf(error)));
    }

    /// <summary>
    /// Handles a peer that allows fewer channels or handles than the limits of this side. The limits are lowered to the number in use, and
    /// idle links are detached. Waiting messages are not charged a retry, because the destination is not at fault.
    /// </summary>
    private void OnConnectionFull(SenderAttachment attachment, SendFailure failure)
    {
        bool reattach;
        lock (_state.Gate)
        {
            reattach = _state.Link.TryLose(attachment) && _state.PlansReattach();
            _state.Obstacle = failure;
        }

        attachment.Budget.Shrink();
        _owner.Room.MakeAny();
        if (reattach)
        {
            _owner.Deadlines.Add(new DelayedWork(OnReattachDue, _owner.Logger), FullRetryDelay);
        }
    }

    /// <summary>Handles the loss of a link: <paramref name="attachment"/>, or the current link if it is null.</summary>
    private void Reset(SenderAttachment? attachment, SendFailure failure)
    {
        List<PendingDelivery> doubtful;
        List<PendingDelivery> exhausted;
        bool reattach;
        lock (_state.Gate)
        {
            if (!_state.Link.TryLose(attachment))
            {
                return;
            }

            _state.Obstacle = failure;
            doubtful = _state.Deliveries.LoseLink();

            // If the peer cannot accept the address, the waiting messages fail at once: no other attempt on this connection could succeed.
            exhausted = attachment?.IsAddressTooLong == true ? _state.Deliveries.TakeQueued(static _ => true)
                : _state.Link.EndLoss() ? [] : _state.Deliveries.Charge();
            reattach = _state.PlansReattach();
        }

        SendFailure.FailAll(doubtful, failure with { InDoubt = true });
        SendFailure.FailAll(exhausted, failure);
        if (attachment is not null && _sender.IsReply && failure.IsNodeMissing)
        {
            _owner.ReceiverGone?.Invoke(_sender.Destination);
        }

        if (attachment is not null && !_sender.IsReply)
        {
            _owner.LinkFailed?.Invoke(failure.Reason);
        }

        if (reattach)
        {
            BusLog.SenderLinkClosed(_owner.Logger, _sender.Destination.ToString(), failure.Reason);
            ReattachLater();
        }

        _sender.GiveUpIfUnused();
    }

    private void OnReattachDue()
    {
        lock (_state.Gate)
        {
            _state.Link.OnReattachDue();
        }

        EnsureAttached();
    }
}
