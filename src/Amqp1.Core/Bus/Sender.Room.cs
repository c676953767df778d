namespace Amqp1.Bus;

// A connection has a limited number of links: a sender that needs none any more leaves its link to others.
internal sealed partial class Sender
{
    /// <summary>Whether it holds a link and has nothing to send on it.</summary>
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

    /// <summary>Whether it holds a link.</summary>
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

    /// <summary>Whether other senders wait for the link that this one does not use now. To be asked under the lock.</summary>
    private bool IsWantedByOthers => HasIdleLink && _link.Current!.IsWantedByOthers;

    /// <summary>Gives the sender up and detaches its link, unless something came to be sent in the meantime.</summary>
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
    /// Gives the sender up, with the messages that wait for their receiver. False when it has no link, when a message is under way, or when it
    /// has its link since a later moment than <paramref name="before"/>.
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

    /// <summary>Gives the sender up, which waits for a link that it will not get. Harmless when it has one.</summary>
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

    /// <summary>Why what waits here has not been sent so far.</summary>
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
