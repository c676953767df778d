using Amqp;

namespace Amqp1.Bus.Sending;

/// <summary>
/// The deliveries of one sender: those that wait, those in progress and those that wait to be sent again. Determines what happens to a
/// delivery at each step of its way. Not thread-safe: guarded by the sender's lock.
/// </summary>
internal sealed class SenderDeliveries
{
    private readonly DeliveryStages _stages = new();

    /// <summary>The next delivery to send; null if none waits.</summary>
    public PendingDelivery? Next => _stages.Queued.First;

    /// <summary>
    /// Removes ended deliveries from the head of the queue, so that <see cref="Next"/> may be claimed. The code that ended such a delivery
    /// withdraws it or has not found it here. In both cases it reports the message as not sent, so the message must not be sent.
    /// </summary>
    public void DropEnded()
    {
        while (Next is { HasEnded: true } ended)
        {
            Withdraw(ended);
        }
    }

    public bool IsEmpty => _stages.IsEmpty;

    /// <summary>Whether the outcome of any delivery is outstanding.</summary>
    public bool IsUnderWay => !_stages.InFlight.IsEmpty;

    public int Count => _stages.Count;

    public void Enqueue(PendingDelivery delivery) => _stages.Move(delivery, DeliveryStage.Queued);

    /// <summary>Removes a delivery. If it is in progress, its outcome is no longer awaited and may never arrive.</summary>
    public void Withdraw(PendingDelivery delivery)
    {
        if (delivery.Stage != DeliveryStage.None)
        {
            _stages.Move(delivery, DeliveryStage.Done);
        }
    }

    /// <summary>
    /// Claims the next delivery for sending. The caller hands it to the link outside the lock and reports the result by
    /// <see cref="EndTransfer"/>, <see cref="TryFinish"/> or <see cref="Requeue"/>.
    /// </summary>
    public void BeginTransfer(PendingDelivery next)
    {
        _stages.Move(next, DeliveryStage.Claimed);
        BeginAttempt(next);
    }

    /// <summary>
    /// Ends the transfer of a claimed message that the link took without an exception. If the link was lost or had no credit any more, the
    /// message is queued again if it was certainly not sent; otherwise it is finished.
    /// </summary>
    /// <param name="delivery">The message, which may already be settled or withdrawn.</param>
    /// <param name="linkHasIt">Whether the link has taken the message and is still in use.</param>
    public HandOver EndTransfer(PendingDelivery delivery, bool linkHasIt)
    {
        if (delivery.Stage != DeliveryStage.Claimed)
        {
            return HandOver.Taken;
        }

        if (linkHasIt)
        {
            _stages.Move(delivery, DeliveryStage.InFlight);
            return HandOver.Taken;
        }

        TryFinish(delivery);
        if (delivery.WasTransferred)
        {
            return HandOver.Lost;
        }

        if (!delivery.HasEnded)
        {
            Requeue(delivery);
        }

        return HandOver.Requeued;
    }

    /// <summary>Claims the next delivery for a server or listener of this process.</summary>
    public void BeginHandOver(PendingDelivery next)
    {
        _stages.Move(next, DeliveryStage.HandedOver);
        BeginAttempt(next);
    }

    /// <summary>
    /// Marks the delivery as handed over, so that it can no longer be withdrawn. Returns false if it was withdrawn before.
    /// </summary>
    public static bool TryMarkHandedOver(PendingDelivery delivery, Message attempt)
    {
        if (delivery.Stage != DeliveryStage.HandedOver)
        {
            return false;
        }

        delivery.Current = attempt;
        return true;
    }

    /// <summary>
    /// Settles an attempt that a server or listener of this process has handled. Returns false if the attempt is no longer in progress.
    /// </summary>
    public bool TrySettleHandedOver(PendingDelivery delivery, Message attempt)
    {
        if (!ReferenceEquals(delivery.Current, attempt) || delivery.Stage != DeliveryStage.HandedOver)
        {
            return false;
        }

        _stages.Move(delivery, DeliveryStage.Done);
        delivery.IsSettled = true;
        delivery.Current = null;
        return true;
    }

    /// <summary>Queues a returned delivery again, before all others.</summary>
    public void TakeBack(PendingDelivery delivery)
    {
        BeginAttempt(delivery);
        Requeue(delivery);
    }

    /// <summary>Finishes a delivery in progress. Returns false if it is no longer in progress.</summary>
    public bool TryFinish(PendingDelivery delivery)
    {
        if (delivery.Stage is not (DeliveryStage.Claimed or DeliveryStage.InFlight))
        {
            return false;
        }

        _stages.Move(delivery, DeliveryStage.Done);
        return true;
    }

    /// <summary>Settles an attempt that the peer has settled. Returns false if the attempt is no longer in progress.</summary>
    public bool TrySettle(PendingDelivery delivery, Message attempt)
    {
        if (!ReferenceEquals(delivery.Current, attempt) || !TryFinish(delivery))
        {
            return false;
        }

        delivery.IsSettled = true;
        delivery.Current = null;
        return true;
    }

    /// <summary>Queues a delivery again, before all others, that was handed to the link and certainly not sent.</summary>
    public void Requeue(PendingDelivery delivery)
    {
        BeginAttempt(delivery);
        _stages.MoveToFront(delivery);
    }

    /// <summary>Keeps a returned delivery until its delay is over. Returns false if the delivery may not be sent again.</summary>
    public bool TryDelay(PendingDelivery delivery)
    {
        if (delivery.HasEnded || delivery.Retries == 0)
        {
            return false;
        }

        // This attempt was certainly not processed. Whatever happens from now on, the message is not in doubt.
        BeginAttempt(delivery);
        _stages.Move(delivery, DeliveryStage.Delayed);
        return true;
    }

    /// <summary>Queues a returned delivery after its delay. Returns false if it was withdrawn in the meantime.</summary>
    public bool TryEndDelay(PendingDelivery delivery)
    {
        if (delivery.Stage != DeliveryStage.Delayed)
        {
            return false;
        }

        Enqueue(delivery);
        return true;
    }

    /// <summary>
    /// Handles the loss of the link. Deliveries in flight that were never sent are queued again in their order. The others are returned as
    /// in doubt. A message that is being handed over stays, because the thread that hands it over determines its result.
    /// </summary>
    public List<PendingDelivery> LoseLink()
    {
        List<PendingDelivery> doubtful = [];
        for (var delivery = _stages.InFlight.Last; delivery is not null;)
        {
            var previous = delivery.PreviousInQueue;
            if (delivery.Stage == DeliveryStage.InFlight)
            {
                TryFinish(delivery);
                if (delivery.WasTransferred)
                {
                    doubtful.Add(delivery);
                }
                else if (!delivery.HasEnded)
                {
                    Requeue(delivery);
                }
            }

            delivery = previous;
        }

        return doubtful;
    }

    /// <summary>
    /// Charges every queued delivery one retry. Removes and returns those without retries (docs/spec/links.md#outcomes-and-retries).
    /// </summary>
    public List<PendingDelivery> Charge()
    {
        List<PendingDelivery> exhausted = [];
        for (var delivery = Next; delivery is not null;)
        {
            var next = delivery.NextInQueue;
            if (delivery.Retries == 0)
            {
                _stages.Move(delivery, DeliveryStage.Done);
                exhausted.Add(delivery);
            }
            else if (delivery.Retries > 0)
            {
                delivery.Retries--;
            }

            delivery = next;
        }

        return exhausted;
    }

    /// <summary>Removes and returns the queued deliveries that meet a condition.</summary>
    public List<PendingDelivery> TakeQueued(Func<PendingDelivery, bool> condition)
    {
        List<PendingDelivery> taken = [];
        for (var delivery = Next; delivery is not null;)
        {
            var next = delivery.NextInQueue;
            if (condition(delivery))
            {
                _stages.Move(delivery, DeliveryStage.Done);
                taken.Add(delivery);
            }

            delivery = next;
        }

        return taken;
    }

    /// <summary>Removes and returns all deliveries, split into those that may have been sent and those that certainly were not.</summary>
    public (List<PendingDelivery> Doubtful, List<PendingDelivery> Unsent) TakeAll()
    {
        List<PendingDelivery> doubtful = [];
        List<PendingDelivery> unsent = [];
        _stages.FinishAll(_stages.InFlight, doubtful);
        _stages.FinishAll(_stages.HandedOver, doubtful);
        _stages.FinishAll(_stages.Queued, unsent);
        _stages.FinishAll(_stages.Delayed, unsent);
        return (doubtful, unsent);
    }

    private static void BeginAttempt(PendingDelivery delivery)
    {
        delivery.Current = null;
        delivery.IsSettled = false;
    }
}
