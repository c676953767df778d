using Amqp;

namespace Amqp1.Bus.Sending;

/// <summary>
/// The deliveries of one sender: those that wait, those in progress and those that wait to be sent again. Only this class changes the stage
/// of a delivery. Not thread-safe: guarded by the sender's lock.
/// </summary>
internal sealed class SenderDeliveries
{
    private readonly DeliveryQueue _queued = new();
    private readonly DeliveryQueue _inFlight = new();
    private readonly DeliveryQueue _delayed = new();
    private readonly DeliveryQueue _handedOver = new();

    /// <summary>The next delivery to send; null if none waits.</summary>
    public PendingDelivery? Next => _queued.First;

    /// <summary>
    /// Removes ended deliveries from the head of the queue, so that <see cref="Next"/> may be claimed. The code that ended such a delivery
    /// withdraws it or has not found it here. In both cases it reports the message as not sent, so the message must not be sent.
    /// </summary>
    public void DropEnded()
    {
        while (_queued.First is { HasEnded: true } ended)
        {
            Withdraw(ended);
        }
    }

    public bool IsEmpty => _queued.IsEmpty && _inFlight.IsEmpty && _delayed.IsEmpty && _handedOver.IsEmpty;

    /// <summary>Whether the outcome of any delivery is outstanding.</summary>
    public bool IsUnderWay => !_inFlight.IsEmpty;

    public int Count => _queued.Count + _inFlight.Count + _delayed.Count + _handedOver.Count;

    public void Enqueue(PendingDelivery delivery)
    {
        delivery.Stage = DeliveryStage.Queued;
        _queued.AddLast(delivery);
    }

    /// <summary>Removes a delivery. If it is in progress, its outcome is no longer awaited and may never arrive.</summary>
    public void Withdraw(PendingDelivery delivery)
    {
        var queue = delivery.Stage switch
        {
            DeliveryStage.Queued => _queued,
            DeliveryStage.Claimed or DeliveryStage.InFlight => _inFlight,
            DeliveryStage.Delayed => _delayed,
            DeliveryStage.HandedOver => _handedOver,
            _ => null,
        };
        if (queue is not null)
        {
            queue.Remove(delivery);
            delivery.Stage = DeliveryStage.Done;
        }
    }

    /// <summary>
    /// Claims the next delivery for sending. The caller hands it to the link outside the lock and reports the result by
    /// <see cref="EndTransfer"/>, <see cref="TryFinish"/> or <see cref="Requeue"/>.
    /// </summary>
    public void BeginTransfer(PendingDelivery next)
    {
        _queued.Remove(next);
        next.Stage = DeliveryStage.Claimed;
        BeginAttempt(next);
        _inFlight.AddLast(next);
    }

    /// <summary>
    /// Ends the transfer of a claimed message that the link took without an exception. If the link was lost in the meantime, the message is
    /// queued again if it was certainly not sent; otherwise it is finished.
    /// </summary>
    /// <param name="delivery">The message, which may already be settled or withdrawn.</param>
    /// <param name="linkIsCurrent">Whether the link is still in use.</param>
    public HandOver EndTransfer(PendingDelivery delivery, bool linkIsCurrent)
    {
        if (delivery.Stage != DeliveryStage.Claimed)
        {
            return HandOver.Taken;
        }

        if (linkIsCurrent)
        {
            delivery.Stage = DeliveryStage.InFlight;
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
        _queued.Remove(next);
        next.Stage = DeliveryStage.HandedOver;
        BeginAttempt(next);
        _handedOver.AddLast(next);
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

        _handedOver.Remove(delivery);
        delivery.Stage = DeliveryStage.Done;
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

        _inFlight.Remove(delivery);
        delivery.Stage = DeliveryStage.Done;
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
        delivery.Stage = DeliveryStage.Queued;
        _queued.AddFirst(delivery);
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
        delivery.Stage = DeliveryStage.Delayed;
        _delayed.AddLast(delivery);
        return true;
    }

    /// <summary>Queues a returned delivery after its delay. Returns false if it was withdrawn in the meantime.</summary>
    public bool TryEndDelay(PendingDelivery delivery)
    {
        if (delivery.Stage != DeliveryStage.Delayed)
        {
            return false;
        }

        _delayed.Remove(delivery);
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
        for (var delivery = _inFlight.Last; delivery is not null;)
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
        for (var delivery = _queued.First; delivery is not null;)
        {
            var next = delivery.NextInQueue;
            if (delivery.Retries == 0)
            {
                _queued.Remove(delivery);
                delivery.Stage = DeliveryStage.Done;
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

    /// <summary>Removes and returns all queued deliveries.</summary>
    public List<PendingDelivery> TakeQueued()
    {
        List<PendingDelivery> queued = [];
        TakeAll(_queued, queued);
        return queued;
    }

    /// <summary>Removes and returns all deliveries, split into those that may have been sent and those that certainly were not.</summary>
    public (List<PendingDelivery> Doubtful, List<PendingDelivery> Unsent) TakeAll()
    {
        List<PendingDelivery> doubtful = [];
        List<PendingDelivery> unsent = [];
        TakeAll(_inFlight, doubtful);
        TakeAll(_handedOver, doubtful);
        TakeAll(_queued, unsent);
        TakeAll(_delayed, unsent);
        return (doubtful, unsent);
    }

    private static void BeginAttempt(PendingDelivery delivery)
    {
        delivery.Current = null;
        delivery.IsSettled = false;
    }

    private static void TakeAll(DeliveryQueue queue, List<PendingDelivery> into)
    {
        while (queue.First is { } delivery)
        {
            queue.Remove(delivery);
            delivery.Stage = DeliveryStage.Done;
            into.Add(delivery);
        }
    }
}
