using Amqp1.Broker.Context;

namespace Amqp1.Broker.Nodes.Queues;

/// <summary>Handles what the store reports to a queue. Used in a turn.</summary>
internal sealed class QueueStoreEvents(
    QueueNode queue, QueueServices services, QueueDispatcher dispatcher, QueueBrowsers browsers, PlacedList<IConsumer> consumers)
{
    /// <summary>Adds a message that is in the store now.</summary>
    public void OnStored(Arrival arrival, long sequence)
    {
        if (queue.IsDeleted)
        {
            queue.Messages.Unreserve(arrival.Payload.Length + MemoryAccount.Delivery);
            return;
        }

        var message = QueuedMessage.Of(arrival, queue, sequence, services.Context.Time, isStored: true);
        queue.Messages.AddStored(message, queue.Durable!.TryLoad(message));
        browsers.OnArrived();
        dispatcher.Pump();
    }

    /// <summary>Handles that a message could not be stored.</summary>
    public void OnNotStored(long cost, bool isReported)
    {
        queue.Messages.Unreserve(cost);
        if (!isReported)
        {
            queue.Counts.Dropped++;
            services.Reports.CountDropped(queue.Name, QueueReports.NotStored);
        }

        services.Nodes!.RemoveIfUnused(queue);
    }

    /// <summary>Handles that messages were read from the store.</summary>
    public void OnLoaded()
    {
        browsers.OnArrived();
        dispatcher.Pump();
        for (var index = 0; index < consumers.Count; index++)
        {
            // A consumer that drains its link waits for the messages.
            services.Context.Turns.Chores.Charge(1);
            consumers[index].ResumeInAnotherTurn();
        }
    }
}
