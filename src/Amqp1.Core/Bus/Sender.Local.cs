using Amqp;
using Amqp.Framing;
using Amqp1.Wire;

namespace Amqp1.Bus;

// To a server or listener of this process, which has stopped receiving from the peer.
internal sealed partial class Sender
{
    /// <summary>How long a notification waits for another listener before a stopping process hands it to its own.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private bool _waitsForOthers;

    /// <summary>Takes the next delivery if it goes to this process itself. Called under the lock.</summary>
    private PendingDelivery? TakeNextLocal(LocalRoute local, PendingDelivery next, SenderAttachment? attachment, out SubscriptionLink? link)
    {
        link = local.Find(Destination);
        if (link is null || PrefersOthers(local, next, attachment))
        {
            link = null;
            return null;
        }

        if (!CanHandOver(next, link))
        {
            _owner.AddStarved(this);
            // What it waits for may have come between the look and the entry in the list.
            if (!CanHandOver(next, link))
            {
                return null;
            }
        }

        _deliveries.BeginHandOver(next);
        return next;
    }

    private bool CanHandOver(PendingDelivery delivery, SubscriptionLink link) =>
        link.HasRoomForOwn && (!delivery.NeedsReplyAddress || _owner.Inbox.Address is not null);

    /// <summary>
    /// Whether a notification had better go to the peer. Somebody else may listen, and where the peer copies notifications to all listeners, the
    /// others have to get theirs.
    /// </summary>
    private bool PrefersOthers(LocalRoute local, PendingDelivery delivery, SenderAttachment? attachment)
    {
        if (delivery.Outgoing.Kind != MessageKind.Notification || delivery.Attempts > 0 || local.IsHurried)
        {
            return false;
        }

        if (attachment is { IsAttached: true, Credit: > 0 })
        {
            return true;
        }

        var left = Patience - (delivery.Timeout - _owner.Deadlines.Until(delivery.Due));
        if (left <= TimeSpan.Zero)
        {
            return false;
        }

        if (!_waitsForOthers)
        {
            _waitsForOthers = true;
            _owner.Deadlines.Add(new DelayedWork(OnPatienceOver, _owner.Logger), left);
        }

        return true;
    }

    private void OnPatienceOver()
    {
        lock (_gate)
        {
            _waitsForOthers = false;
        }

        Pump();
    }

    private void DeliverLocally(SubscriptionLink link, PendingDelivery delivery)
    {
        try
        {
            var message = delivery.CreateMessage(link.Address, _owner.Deadlines.Until(delivery.Due), _owner.Inbox);
            var received = AmqpMessages.AsReceived(message);
            lock (_gate)
            {
                // From here on it cannot be withdrawn; one that has ended meanwhile is not served.
                if (!SenderDeliveries.TryMarkHandedOver(delivery, message))
                {
                    return;
                }
            }

            if (!link.TryTakeOwn(received, state => OnLocalOutcome(message, state, delivery)))
            {
                OnLocalOutcome(message, null, delivery);
            }
        }
#pragma warning disable CA1031 // Whatever goes wrong with this message is reported to its sender; the pump goes on with the next.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            lock (_gate)
            {
                _deliveries.Withdraw(delivery);
            }

            delivery.Fail(new SendFailure($"The message could not be sent: {failure.Message}"));
        }
    }

    /// <param name="message">The attempt.</param>
    /// <param name="state">How the server or listener has settled it; null when it refused because its drain timeout has passed.</param>
    /// <param name="delivery">The delivery.</param>
    /// <returns>False when nobody waits for the outcome of this attempt any more.</returns>
    private bool OnLocalOutcome(Message message, DeliveryState? state, PendingDelivery delivery)
    {
        var (verdict, failure) = state is null
            ? (Verdict.Fail, new SendFailure($"The message to {Destination} was not taken: this process serves it itself, and is stopping."))
            : OutcomeTable.Classify(state as Outcome, linkIsUp: true, transferred: true);
        bool delayed;
        lock (_gate)
        {
            if (!_deliveries.TrySettleHandedOver(delivery, message))
            {
                return false;
            }

            delayed = verdict == Verdict.Resend && _deliveries.TryDelay(delivery);
        }

        Conclude(delivery, verdict, delayed, failure);
        _owner.Local?.Pump();
        return true;
    }

    /// <summary>
    /// Whether a message that the peer returned, because this process does not receive any more, can be handed over instead. That costs neither a
    /// retry nor a delay. Called under the lock.
    /// </summary>
    private bool TryTakeBack(PendingDelivery delivery)
    {
        if (delivery.HasEnded || _owner.Local?.Find(Destination) is null)
        {
            return false;
        }

        delivery.Attempts++;
        _deliveries.TakeBack(delivery);
        return true;
    }
}
