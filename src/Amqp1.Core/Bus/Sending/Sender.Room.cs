using Amqp1.Bus.Connections;

namespace Amqp1.Bus.Sending;

// A connection has a limited number of links, so an idle sender gives its link to others.
internal sealed partial class Sender
{
    /// <summary>Whether the sender has a link and no messages.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
            {
                return HasIdleLink;
            }
        }
    }

    /// <summary>Whether the sender has a link.</summary>
    public bool HasLink
    {
        get
        {
            lock (_gate)
            {
                return _link.Current is not null;
            }
        }
    }

    private bool HasIdleLink => !_retired && _link.Current is not null && _deliveries.IsEmpty;

    /// <summary>Whether this sender is idle and other senders wait for its link. Must be read under the lock.</summary>
    private bool IsWantedByOthers => HasIdleLink && _link.Current!.IsWantedByOthers;

    /// <summary>Gives up the sender and detaches its link. Returns false if the sender is not idle.</summary>
    public bool YieldIfIdle()
    {
        SenderAttachment? attachment;
        lock (_gate)
        {
            if (!HasIdleLink)
            {
                return false;
            }

            _retired = true;
            attachment = _link.Release();
        }

        _owner.Remove(this);
        attachment!.Detach();
        return true;
    }

    /// <summary>
    /// Gives up the sender and fails its waiting messages. Returns false if it has no link, if a message is in flight, or if its link was
    /// attached after <paramref name="before"/>.
    /// </summary>
    public bool TryGiveUp(SendFailure failure, long before)
    {
        SenderAttachment? attachment;
        List<PendingDelivery> doubtful;
        List<PendingDelivery> unsent;
        lock (_gate)
        {
            if (_retired || _link.Current is null || _attachedAt > before || _deliveries.IsUnderWay)
            {
                return false;
            }

            _retired = true;
            attachment = _link.Release();
            (doubtful, unsent) = _deliveries.TakeAll();
        }

        _owner.Remove(this);
        attachment!.Detach();
        FailAll(doubtful, failure with { InDoubt = true });
        FailAll(unsent, failure);
        return true;
    }

    /// <summary>Gives up a sender that waits for a link and will not get one. Does nothing if the sender has a link.</summary>
    public void Drop()
    {
        List<PendingDelivery> doubtful;
        List<PendingDelivery> unsent;
        lock (_gate)
        {
            if (_retired || _link.Current is not null)
            {
                return;
            }

            _retired = true;
            (doubtful, unsent) = _deliveries.TakeAll();
        }

        _owner.Remove(this);
        var failure = new SendFailure("Too many replies waited for a link (Amqp1:Rpc:MaxReplyLinks).", ResourceLimitExceeded);
        FailAll(doubtful, failure with { InDoubt = true });
        FailAll(unsent, failure);
    }

    /// <summary>Returns the reason why the waiting messages have not been sent yet.</summary>
    public SendFailure WhyWaiting()
    {
        lock (_gate)
        {
            if (_link.Current is { IsAttached: true } attachment)
            {
                return attachment.Credit > 0
                    ? new SendFailure("there is no reply address yet")
                    : new SendFailure("nobody takes messages there");
            }

            return _obstacle
                ?? _owner.Obstacle
                ?? new SendFailure(_link.IsConnected ? "the peer has not answered the attach of the link" : "there was no connection");
        }
    }

    private LinkBudget BudgetOf(BusConnection connection) => IsReply ? connection.ReplyLinks : connection.SenderLinks;

    private void OnAttached()
    {
        lock (_gate)
        {
            _obstacle = null;
        }

        Pump();
    }
}
