using Amqp.Framing;
using Amqp1.Addressing;
using Amqp1.Bus.Connections;
using Amqp1.Bus.Context;
using Amqp1.Bus.Deadlines;
using Amqp1.Wire;

namespace Amqp1.Bus.Sending;

// The link is attached when a message is to be sent, and attached again after a delay when it was lost.
internal sealed partial class Sender
{
    private const string ResourceLimitExceeded = "amqp:resource-limit-exceeded";

    /// <summary>
    /// The delay before another attach if the connection had no free channel: the peer must first answer the end of another session.
    /// </summary>
    private static readonly TimeSpan FullRetryDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>Takes a new connection into use and attaches the link if messages are waiting.</summary>
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
    /// Handles the loss of the connection. Messages that were sent fail as in doubt. Waiting messages are charged a retry and keep their
    /// place.
    /// </summary>
    public void OnConnectionLost(SendFailure failure)
    {
        lock (_gate)
        {
            _link.Disconnect();
        }

        Reset(null, failure);
    }

    /// <summary>Begins to attach if messages wait and there is no link. If all links are in use, the sender waits for one.</summary>
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
            // The link was closed because its connection was lost. The loss of the connection is one event and costs one retry.
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
    /// Handles a peer that allows fewer channels or handles than the limits of this side. The limits are lowered to the number in use, and
    /// idle links are detached. Waiting messages are not charged a retry, because the destination is not at fault.
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

    /// <summary>Handles the loss of a link: <paramref name="attachment"/>, or the current link if it is null.</summary>
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
            // If the peer cannot accept the address, the waiting messages fail at once: no other attempt on this connection could succeed.
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

    /// <summary>
    /// Returns whether a link is missing and is to be attached after a delay. Called under the lock. Returns true once for each loss.
    /// </summary>
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
