using Amqp.Framing;

namespace Amqp1.Bus;

// The link comes up when something is to be sent, and again after a while when it was lost.
internal sealed partial class Sender
{
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

    private void EnsureAttached()
    {
        SenderAttachment? attachment;
        lock (_gate)
        {
            attachment = _retired || _deliveries.Next is null ? null : _link.BeginAttach(_makeAttachment);
        }

        attachment?.Begin();
    }

    private void OnAttachmentClosed(SenderAttachment attachment, Error? error)
    {
        if (!attachment.Connection.IsOpen)
        {
            // The link went with its connection; the loss of that is one event and costs one retry.
            return;
        }

        var why = error is null ? "" : $" ({error.Condition}{(error.Description is { } text ? ": " + text : "")})";
        Reset(attachment, new SendFailure($"The link to {attachment.Address} was closed{why}.", error?.Condition));
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

            doubtful = _deliveries.LoseLink();
            exhausted = _deliveries.Charge();
            reattach = PlansReattach();
        }

        FailAll(doubtful, failure with { InDoubt = true });
        FailAll(exhausted, failure);
        if (reattach)
        {
            BusLog.SenderLinkClosed(_owner.Logger, Destination.ToString(), failure.Reason);
            ReattachLater();
        }

        GiveUpIfUnused();
    }

    /// <summary>Whether a link is missed and is to be attached after a while. Under the lock; true once for each loss.</summary>
    private bool PlansReattach() => _deliveries.Next is not null && !_retired && _link.Current is null && _link.TryPlanReattach();

    private void ReattachLater() => _owner.Deadlines.Add(new DeadlineCallback(OnReattachDue), _settings.LinkRetryDelay);

    private void OnReattachDue()
    {
        lock (_gate)
        {
            _link.OnReattachDue();
        }

        EnsureAttached();
    }
}
