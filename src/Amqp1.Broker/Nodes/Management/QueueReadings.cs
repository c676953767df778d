using Amqp1.Broker.Nodes.Queues;

namespace Amqp1.Broker.Nodes.Management;

/// <summary>The figures of a queue as those of an address. The messages that consumers have accepted count as sent.</summary>
internal sealed class QueueReadings(QueueState state) : INodeReadings
{
    public string Distribution => "queue";

    public int Producers => state.Producers;

    public int Consumers => state.Consumers;

    public long Received => state.Counts.Enqueued;

    public long Sent => state.Counts.Accepted;
}
