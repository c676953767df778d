namespace Amqp1.Bus.Sending;

/// <summary>
/// A linked list from which any delivery can be removed in constant time. A delivery is in at most one list. Guarded by the sender's lock.
/// </summary>
internal sealed class DeliveryQueue
{
    public PendingDelivery? First { get; private set; }

    public PendingDelivery? Last { get; private set; }

    public bool IsEmpty => First is null;

    public int Count
    {
        get
        {
            var count = 0;
            for (var delivery = First; delivery is not null; delivery = delivery.NextInQueue)
            {
                count++;
            }

            return count;
        }
    }

    public void AddLast(PendingDelivery delivery)
    {
        delivery.PreviousInQueue = Last;
        delivery.NextInQueue = null;
        if (Last is null)
        {
            First = delivery;
        }
        else
        {
            Last.NextInQueue = delivery;
        }

        Last = delivery;
    }

    public void AddFirst(PendingDelivery delivery)
    {
        delivery.PreviousInQueue = null;
        delivery.NextInQueue = First;
        if (First is null)
        {
            Last = delivery;
        }
        else
        {
            First.PreviousInQueue = delivery;
        }

        First = delivery;
    }

    public void Remove(PendingDelivery delivery)
    {
        if (delivery.PreviousInQueue is null)
        {
            First = delivery.NextInQueue;
        }
        else
        {
            delivery.PreviousInQueue.NextInQueue = delivery.NextInQueue;
        }

        if (delivery.NextInQueue is null)
        {
            Last = delivery.PreviousInQueue;
        }
        else
        {
            delivery.NextInQueue.PreviousInQueue = delivery.PreviousInQueue;
        }

        delivery.NextInQueue = null;
        delivery.PreviousInQueue = null;
    }
}
