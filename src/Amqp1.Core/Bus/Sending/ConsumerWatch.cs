using Amqp1.Addressing;
using Amqp1.Bus.Context;
using Amqp1.Bus.Deadlines;
using Amqp1.Dialects;

namespace Amqp1.Bus.Sending;

/// <summary>
/// Ends the messages of a sender that have waited for the grace period at an address without a consumer
/// (docs/spec/links.md#addresses-without-a-consumer).
/// </summary>
/// <remarks>
/// A router grants credit while the address has a consumer. Messages that wait for credit while no message is in progress therefore have no
/// consumer; messages in progress may have used up the credit. The watch is armed only while messages wait, so that a message that is sent
/// at once costs nothing. All methods are called under the lock of the sender, except <see cref="OnExpired"/>.
/// </remarks>
internal sealed class ConsumerWatch : Deadline
{
    private readonly Sender _sender;
    private readonly SenderState _state;
    private SenderAttachment? _watched;
    private long _since;
    private bool _isArmed;

    public ConsumerWatch(Sender sender, SenderState state)
    {
        _sender = sender;
        _state = state;
        Grace = GraceOf(sender);
    }

    /// <summary>The grace period of the destination; zero if its messages wait until their own time limits.</summary>
    public TimeSpan Grace { get; }

    private DeadlineTimer Deadlines => _sender.Owner.Deadlines;

    /// <summary>Begins to watch the link, because a message waits for its credit. Does nothing if the link is watched already.</summary>
    public void OnStarved(SenderAttachment attachment)
    {
        if (attachment.Credit > 0)
        {
            // The message waits for the session window of the peer, or for a reply address.
            OnCredit();
            return;
        }

        if (_watched == attachment || Grace == TimeSpan.Zero || !attachment.TellsConsumers)
        {
            return;
        }

        Watch(attachment);
    }

    /// <summary>Ends the watch, because the link has got credit.</summary>
    public void OnCredit()
    {
        if (_watched is not null)
        {
            _watched = null;
            _isArmed &= !Deadlines.Remove(this);
        }
    }

    internal override void OnExpired()
    {
        List<PendingDelivery> unserved;
        lock (_state.Gate)
        {
            _isArmed = false;
            if (_watched is not { } attachment)
            {
                return;
            }

            _watched = null;
            if (_state.Link.Current != attachment || !attachment.IsAttached || attachment.Credit > 0 || _state.Deliveries.Next is null)
            {
                return;
            }

            if (_state.Deliveries.IsUnderWay)
            {
                Watch(attachment);
                return;
            }

            unserved = _state.Deliveries.TakeQueued(delivery => WaitLeft(delivery) <= TimeSpan.Zero);
            if (_state.Deliveries.Next is not null)
            {
                _watched = attachment;
                Arm(LeastWaitLeft());
            }
        }

        foreach (var delivery in unserved)
        {
            End(delivery);
        }
    }

    private void Watch(SenderAttachment attachment)
    {
        _watched = attachment;
        _since = _sender.Owner.Context.Time.GetTimestamp();
        Arm(Grace);
    }

    private void Arm(TimeSpan delay)
    {
        // A deadline that can no longer be removed is about to expire, and is armed again by its expiry.
        if (!_isArmed || Deadlines.Remove(this))
        {
            _isArmed = true;
            Deadlines.Add(this, delay);
        }
    }

    /// <summary>Returns the rest of the grace period, which begins when the message and the watch have both begun.</summary>
    private TimeSpan WaitLeft(PendingDelivery delivery)
    {
        var watched = -Deadlines.Until(_since);
        if (delivery.Due == long.MaxValue)
        {
            return Grace - watched;
        }

        var waited = delivery.Timeout - Deadlines.Until(delivery.Due);
        return Grace - (waited < watched ? waited : watched);
    }

    private TimeSpan LeastWaitLeft()
    {
        var least = Grace;
        for (var delivery = _state.Deliveries.Next; delivery is not null; delivery = delivery.NextInQueue)
        {
            if (WaitLeft(delivery) is var left && left < least)
            {
                least = left;
            }
        }

        return least;
    }

    private void End(PendingDelivery delivery)
    {
        var context = _sender.Owner.Context;
        var destination = _sender.Destination;
        if (destination.Pattern == Pattern.Fanout && !context.Settings.FanoutRequiresServer)
        {
            delivery.OnAccepted();
            BusLog.FanoutUnserved(context.Logger, destination.ToString(), Grace);
            return;
        }

        var who = destination.Service == ServiceKind.Notification ? "listener" : destination.IsStream ? "reader" : "server";
        delivery.Fail(new SendFailure(
            $"The message to {destination} was not sent: its address has had no {who} for {Grace.TotalSeconds} s. The peer grants credit only while there is one.")
        {
            IsUnserved = true,
        });
        BusLog.Unserved(context.Logger, destination.ToString(), Grace);
    }

    /// <summary>
    /// Returns the grace period of a destination. If its messages are sent settled, the peer may hold messages that this side no longer
    /// counts, so that missing credit does not prove that there is no consumer.
    /// </summary>
    private static TimeSpan GraceOf(Sender sender)
    {
        var settings = sender.Owner.Context.Settings;
        if (sender.IsReply)
        {
            return sender.Destination.IsStream ? settings.NoServerGrace : TimeSpan.Zero;
        }

        return sender.Destination.Service == ServiceKind.Notification
            ? settings.PreSettled.Contains(MessageKind.Notification) ? TimeSpan.Zero : settings.NoListenerGrace
            : settings.PreSettled.Contains(MessageKind.Call) || settings.PreSettled.Contains(MessageKind.Cast) ? TimeSpan.Zero : settings.NoServerGrace;
    }
}
