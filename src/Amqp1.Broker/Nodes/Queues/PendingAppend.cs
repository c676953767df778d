using Amqp1.Broker.Context;
using Amqp1.Broker.Storage;

namespace Amqp1.Broker.Nodes.Queues;

/// <summary>A message that is being written to the store. Its producer waits for the outcome, and consumers do not get it yet.</summary>
internal sealed class PendingAppend(QueueNode queue, Arrival arrival, long sequence, DeliveryTicket? ticket) : IStoreCallback
{
    public long Sequence { get; } = sequence;

    /// <summary>Is called when the message is on disk or could not be stored; null if nobody else waits for that.</summary>
    public IStoreCallback? Written { get; init; }

    /// <summary>Whether somebody learns that the message could not be stored. If not, it is reported as dropped.</summary>
    public bool IsReported { get; init; } = ticket is not null;

    private int Size => arrival.Payload.Length;

    private long Cost => Size + MemoryAccount.Delivery;

    /// <summary>Counts the message in its queue and at its producer.</summary>
    public void Begin()
    {
        queue.Messages.Reserve(Cost);
        ticket?.Producer.Hold(Size);
    }

    public void OnStored(StoreFailure? failure)
    {
        ticket?.Producer.Release(Size);
        ticket?.Settle(StoreOutcome.Of(failure));
        if (failure is null)
        {
            queue.StoreEvents.OnStored(arrival, Sequence);
        }
        else
        {
            queue.StoreEvents.OnNotStored(Cost, IsReported);
        }

        Written?.OnStored(failure);
    }
}
