using Amqp1.Broker.Codec;
using Amqp1.Broker.Context;
using Amqp1.Broker.Storage;

namespace Amqp1.Broker.Nodes.Queues;

/// <summary>A message that is being written to the store. Its producer waits for the outcome, and consumers do not get it yet.</summary>
internal sealed class PendingAppend(QueueNode queue, Arrival arrival, long sequence, DeliveryTicket? ticket) : IStoreCallback
{
    public long Sequence { get; } = sequence;

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
        if (failure is null)
        {
            ticket?.Settle(Outcomes.Accepted);
            queue.StoreEvents.OnStored(arrival, Sequence);
        }
        else
        {
            ticket?.Settle(Outcomes.Rejected(
                failure.Kind == StoreFailureKind.Full ? ErrorCondition.ResourceLimitExceeded : ErrorCondition.InternalError, failure.Text));
            queue.StoreEvents.OnNotStored(Cost, isReported: ticket is not null);
        }
    }
}
