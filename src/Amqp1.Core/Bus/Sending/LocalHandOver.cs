using Amqp;
using Amqp.Framing;
using Amqp1.Addressing;
using Amqp1.Bus.Deadlines;
using Amqp1.Bus.Local;
using Amqp1.Dialects;

namespace Amqp1.Bus.Sending;

/// <summary>
/// Delivers the messages of a sender to a server or listener of this process that has stopped receiving from the peer. Thread-safe.
/// </summary>
internal sealed class LocalHandOver(Sender sender, SenderState state, SenderOutcomes outcomes)
{
    /// <summary>The time that a notification waits for another listener before a stopping process hands it to its own listener.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly Sender _sender = sender;
    private readonly SenderState _state = state;
    private readonly SenderCache _owner = sender.Owner;
    private bool _waitsForOthers;

    /// <summary>Takes the next delivery if it goes to this process itself. Called under the lock.</summary>
    public PendingDelivery? TakeNext(LocalRoute local, PendingDelivery next, SenderAttachment? attachment, out ILocalReceiver? link)
    {
        link = local.Find(_sender.Destination);
        if (link is null || PrefersOthers(local, next, attachment))
        {
            link = null;
            return null;
        }

        if (!CanHandOver(next, link))
        {
            _owner.AddStarved(_sender);
            // The condition may have become true between the check and the entry in the list.
            if (!CanHandOver(next, link))
            {
                return null;
            }
        }

        _state.Deliveries.BeginHandOver(next);
        return next;
    }

    private static bool CanHandOver(PendingDelivery delivery, ILocalReceiver link) =>
        link.HasRoomForOwn && delivery.IsComplete;

    /// <summary>
    /// Returns whether a notification should preferably go to the peer. Other processes may listen, and if the peer copies notifications to
    /// all listeners, they must get theirs.
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
        lock (_state.Gate)
        {
            _waitsForOthers = false;
        }

        _sender.Pump();
    }

    public void Deliver(ILocalReceiver link, PendingDelivery delivery)
    {
        try
        {
            var message = link.Format!.Encode(delivery.Outgoing, delivery.BeginAttempt(link.Address, _owner.Deadlines.Until(delivery.Due)));

            // The receiver gets a buffer of its own.
            var received = Message.Decode(message.Encode());
            lock (_state.Gate)
            {
                // From here on, the delivery cannot be withdrawn. If it has ended in the meantime, it is not served.
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
#pragma warning disable CA1031 // Every failure of this message is reported to its sender. The pump continues with the next message.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            lock (_state.Gate)
            {
                _state.Deliveries.Withdraw(delivery);
            }

            delivery.Fail(new SendFailure($"The message could not be sent: {failure.Message}"));
        }
    }

    /// <param name="message">The message of the attempt.</param>
    /// <param name="state">The outcome from the server or listener; null if it refused the message after its drain timeout.</param>
    /// <param name="delivery">The delivery.</param>
    /// <returns>False if the outcome of this attempt is no longer awaited.</returns>
    private bool OnLocalOutcome(Message message, DeliveryState? state, PendingDelivery delivery)
    {
        var (verdict, failure) = state is null
            ? (Verdict.Fail, new SendFailure($"The message to {_sender.Destination} was not delivered, because this process receives it itself and is stopping."))
            : OutcomeTable.Classify(state as Outcome, linkIsUp: true, transferred: true);
        bool delayed;
        lock (_state.Gate)
        {
            if (!_state.Deliveries.TrySettleHandedOver(delivery, message))
            {
                return false;
            }

            delayed = verdict == Verdict.Resend && _state.Deliveries.TryDelay(delivery);
        }

        outcomes.Conclude(delivery, verdict, delayed, failure);
        _owner.Local?.Pump();
        return true;
    }
}
