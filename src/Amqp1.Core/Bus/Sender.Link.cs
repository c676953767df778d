using Amqp.Framing;

namespace Amqp1.Bus;

// The link comes up when something is to be sent, and again after a while when it was lost.
internal sealed partial class Sender
{
    private const string ResourceLimitExceeded = "amqp:resource-limit-exceeded";

    /// <summary>How long a sender waits whose connection had no channel left: the peer has to answer the end of another session first.</summary>
    private static readonly TimeSpan FullRetryDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>There is a connection: attaches if something is waiting. Links come up when they are needed.</summary>
    public void OnConnected(BusConnection connection)
    {
        lock (_gate)
        {
            if (!_link.TryConnect(connection))
            {
                return;
            }
        }

        EnsureAttached();
    }

    /// <summary>
    /// The connection is gone. What had left fails as in doubt, what waits is charged a retry and keeps its place.
    /// </summary>
    public void OnConnectionLost(SendFailure failure)
    {
        lock (_gate)
        {
            _link.Disconnect();
        }

        Reset(null, failure);
    }

    /// <summary>Begins to attach if something waits to be sent and there is no link. Without room for a link, the sender waits for one.</summary>
    public void EnsureAttached()
    {
        SenderAttachment? attachment = null;
        LinkBudget? budget = null;
        Sender? dropped = null;
        lock (_gate)
        {
            if (!_retired && _deliveries.Next is not null && _link.Wanting is { } connection)
            {
                budget = BudgetOf(connection);
                if (budget.TryTake(this, out dropped))
                {
                    attachment = _link.BeginAttach(connection, _makeAttachment);
                    _attachedAt = _owner.Time.GetTimestamp();
                }
                else
                {
                    _obstacle = new SendFailure($"all {budget.Limit} links of the connection were in use", ResourceLimitExceeded);
                }
            }
        }

        attachment?.Begin();
        dropped?.Drop();
        if (attachment is null && budget?.Waiting > 0)
        {
            _owner.Room.Make(budget, IsReply);
        }
    }

    private void OnAttachmentClosed(SenderAttachment attachment, Error? error)
    {
        if (!attachment.Connection.IsOpen)
        {
            // The link went with its connection; the loss of that is one event and costs one retry.
            return;
        }

        if (attachment.IsConnectionFull)
        {
            OnConnectionFull(attachment, new SendFailure($"The connection has room for no more links ({PeerError.Describe(error, "")}).", ResourceLimitExceeded));
            return;
        }

        var why = error is null ? "" : $" ({PeerError.Describe(error, "without a reason")})";
        var what = attachment.IsAddressTooLong ? "could not be attached" : "was closed";
        Reset(attachment, new SendFailure($"The link to {PeerText.Clean(attachment.Address)} {what}{why}.", PeerError.ConditionOf(error)));
    }

    /// <summary>
    /// The peer allows fewer channels or handles than the limits of this side: they are lowered to what there is, and links that are not in use
    /// make room. That costs no retry, since nothing is wrong with the destination.
    /// </summary>
    private void OnConnectionFull(SenderAttachment attachment, SendFailure failure)
    {
        bool reattach;
        lock (_gate)
        {
            reattach = _link.TryLose(attachment) && _deliveries.Next is not null && !_retired && _link.TryPlanReattach();
            _obstacle = failure;
        }

        BudgetOf(attachment.Connection).Shrink();
        _owner.Room.MakeAny();
        if (reattach)
        {
            _owner.Deadlines.Add(new DelayedWork(OnReattachDue, _owner.Logger), FullRetryDelay);
        }
    }

    /// <summary>The link is gone; null for whichever there is.</summary>
    private void Reset(SenderAttachment? attachment, SendFailure failure)
    {
        List<PendingDelivery> doubtful;
        List<PendingDelivery> exhausted;
        bool reattach;
        lock (_gate)
        {
            if (!_link.TryLose(attachment))
            {
                return;
            }

            _obstacle = failure;
            doubtful = _deliveries.LoseLink();
            // An address that the peer cannot take costs what is sent to it, at once: no other attempt on this connection could succeed.
            exhausted = attachment?.IsAddressTooLong == true ? _deliveries.TakeQueued() : _deliveries.Charge();
            reattach = PlansReattach();
        }

        FailAll(doubtful, failure with { InDoubt = true });
        FailAll(exhausted, failure);
        if (attachment is not null && !IsReply)
        {
            _owner.LinkFailed?.Invoke(failure.Reason);
        }

        if (reattach)
        {
            BusLog.SenderLinkClosed(_owner.Logger, Destination.ToString(), failure.Reason);
            ReattachLater();
        }

        GiveUpIfUnused();
    }

    /// <summary>Whether a link is missed and is to be attached after a while. Under the lock; true once for each loss.</summary>
    private bool PlansReattach() => _deliveries.Next is not null && !_retired && _link.Current is null && _link.TryPlanReattach();

    private void ReattachLater() => _owner.Deadlines.Add(new DelayedWork(OnReattachDue, _owner.Logger), _settings.LinkRetryDelay);

    private void OnReattachDue()
    {
        lock (_gate)
        {
            _link.OnReattachDue();
        }

        EnsureAttached();
    }
}
