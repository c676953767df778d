using Amqp;

namespace Amqp1.Bus;

/// <summary>
/// The deliveries of one sender: those that wait, those under way and those that wait to be sent again. All changes of a
/// delivery's stage are made here. Not thread-safe: guarded by the sender's lock.
/// </summary>
internal sealed class SenderDeliveries
{
    private readonly DeliveryQueue _queued = new();
    private readonly DeliveryQueue _inFlight = new();
    private readonly DeliveryQueue _delayed = new();
    private readonly DeliveryQueue _handedOver = new();

    /// <summary>The next to be sent; null when none waits.</summary>
    public PendingDelivery? Next => _queued.First;

    /// <summary>
    /// Drops what has ended from the head of the queue, so that <see cref="Next"/> may be claimed. Its end was reported by somebody who
    /// withdraws it or has not found it here: in both cases it was told that it has not left, so it must not leave.
    /// </summary>
    public void DropEnded()
    {
        while (_queued.First is { HasEnded: true } ended)
        {
            Withdraw(ended);
        }
    }

    public bool IsEmpty => _queued.IsEmpty && _inFlight.IsEmpty && _delayed.IsEmpty && _handedOver.IsEmpty;

    /// <summary>Whether the outcome of any is outstanding.</summary>
    public bool IsUnderWay => !_inFlight.IsEmpty;

    public int Count => _queued.Count + _inFlight.Count + _delayed.Count + _handedOver.Count;

    public void Enqueue(PendingDelivery delivery)
    {
        delivery.Stage = DeliveryStage.Queued;
        _queued.AddLast(delivery);
    }

    /// <summary>Forgets one. If it is under way, nobody waits for its outcome any more, which may never come.</summary>
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
    /// Claims the next for sending. The caller hands it to the link, outside of the lock, and says so by <see cref="EndTransfer"/>,
    /// <see cref="TryFinish"/> or <see cref="Requeue"/>.
    /// </summary>
    public void BeginTransfer(PendingDelivery next)
    {
        _queued.Remove(next);
        next.Stage = DeliveryStage.Claimed;
        BeginAttempt(next);
        _inFlight.AddLast(next);
    }

    /// <summary>
    /// The link has taken a claimed message without an exception. If that link was lost meanwhile, the message waits again, should it
    /// certainly not have left; else it is done with.
    /// </summary>
    /// <param name="delivery">The message; it may be settled or withdrawn already.</param>
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

    /// <summary>The next goes to a server or listener of this process.</summary>
    public void BeginHandOver(PendingDelivery next)
    {
        _queued.Remove(next);
        next.Stage = DeliveryStage.HandedOver;
        BeginAttempt(next);
        _handedOver.AddLast(next);
    }

    /// <summary>From now on it cannot be withdrawn; false when it was withdrawn before.</summary>
    public static bool TryMarkHandedOver(PendingDelivery delivery, Message attempt)
    {
        if (delivery.Stage != DeliveryStage.HandedOver)
        {
            return false;
        }

        delivery.Current = attempt;
        return true;
    }

    /// <summary>The server or listener of this process has settled this attempt; false when it is not the one under way any more.</summary>
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

    /// <summary>One that came back waits again, before all others.</summary>
    public void TakeBack(PendingDelivery delivery)
    {
        BeginAttempt(delivery);
        Requeue(delivery);
    }

    /// <summary>One under way is done with; false when it is not under way any more.</summary>
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

    /// <summary>The peer has settled this attempt; false when it is not the one under way any more.</summary>
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

    /// <summary>One that was handed to the link and certainly did not leave waits again, before all others.</summary>
    public void Requeue(PendingDelivery delivery)
    {
        BeginAttempt(delivery);
        delivery.Stage = DeliveryStage.Queued;
        _queued.AddFirst(delivery);
    }

    /// <summary>One that came back waits for its time, if it still may be sent again.</summary>
    public bool TryDelay(PendingDelivery delivery)
    {
        if (delivery.HasEnded || delivery.Retries == 0)
        {
            return false;
        }

        // It is certain that this attempt was not processed: whatever happens now, the message is not in doubt.
        BeginAttempt(delivery);
        delivery.Stage = DeliveryStage.Delayed;
        _delayed.AddLast(delivery);
        return true;
    }

    /// <summary>The time of one that came back has come; false when it was withdrawn meanwhile.</summary>
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
    /// The link is gone: what was under way and never left waits again in its order, the rest is returned, in doubt. A message that is
    /// being handed over stays: the thread that does it learns what became of it.
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

    /// <summary>Everything that waits pays one retry; those that cannot are returned (docs/spec/links.md#outcomes-and-retries).</summary>
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

    /// <summary>Takes out what waits to be sent.</summary>
    public List<PendingDelivery> TakeQueued()
    {
        List<PendingDelivery> queued = [];
        TakeAll(_queued, queued);
        return queued;
    }

    /// <summary>Takes out everything: what may have left, and what certainly has not.</summary>
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
