namespace Amqp1.Bus.Sending;

/// <summary>
/// Keeps the deliveries of one sender in queues by their stage. Only this class changes the stage of a delivery. Not thread-safe: guarded by
/// the sender's lock.
/// </summary>
internal sealed class DeliveryStages
{
    /// <summary>The deliveries that wait to be sent.</summary>
    public DeliveryQueue Queued { get; } = new();

    /// <summary>The deliveries that were claimed for sending or handed to the link.</summary>
    public DeliveryQueue InFlight { get; } = new();

    /// <summary>The deliveries that wait for a delay before they are sent again.</summary>
    public DeliveryQueue Delayed { get; } = new();

    /// <summary>The deliveries that were handed to a server or listener of this process.</summary>
    public DeliveryQueue HandedOver { get; } = new();

    public bool IsEmpty => Queued.IsEmpty && InFlight.IsEmpty && Delayed.IsEmpty && HandedOver.IsEmpty;

    public int Count => Queued.Count + InFlight.Count + Delayed.Count + HandedOver.Count;

    /// <summary>Moves a delivery to the end of the queue of a stage. It keeps its place if it is in this queue already.</summary>
    public void Move(PendingDelivery delivery, DeliveryStage stage)
    {
        var from = QueueOf(delivery.Stage);
        var to = QueueOf(stage);
        if (from != to)
        {
            from?.Remove(delivery);
            to?.AddLast(delivery);
        }

        delivery.Stage = stage;
    }

    /// <summary>Queues a delivery before all others.</summary>
    public void MoveToFront(PendingDelivery delivery)
    {
        QueueOf(delivery.Stage)?.Remove(delivery);
        Queued.AddFirst(delivery);
        delivery.Stage = DeliveryStage.Queued;
    }

    /// <summary>Finishes all deliveries of a queue and adds them to a list in their order.</summary>
    public void FinishAll(DeliveryQueue queue, List<PendingDelivery> into)
    {
        while (queue.First is { } delivery)
        {
            Move(delivery, DeliveryStage.Done);
            into.Add(delivery);
        }
    }

    /// <summary>Returns the queue of a stage; null if deliveries of this stage are not kept.</summary>
    private DeliveryQueue? QueueOf(DeliveryStage stage) => stage switch
    {
        DeliveryStage.Queued => Queued,
        DeliveryStage.Claimed or DeliveryStage.InFlight => InFlight,
        DeliveryStage.Delayed => Delayed,
        DeliveryStage.HandedOver => HandedOver,
        _ => null,
    };
}
