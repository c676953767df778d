namespace Amqp1.Broker.Nodes.Queues;

/// <summary>A message of a topic while it is copied to the subscriptions.</summary>
/// <param name="arrival">The message.</param>
/// <param name="ticket">The ticket of the producer; null if the message is pre-settled.</param>
/// <param name="number">The number of the message in its topic.</param>
/// <param name="subscriptions">The number of subscriptions.</param>
internal sealed class TopicMessage(Arrival arrival, DeliveryTicket? ticket, long number, int subscriptions)
{
    public Arrival Arrival { get; } = arrival;

    public DeliveryTicket? Ticket { get; } = ticket;

    public long Number { get; } = number;

    /// <summary>The number of subscriptions that may still have to get a copy.</summary>
    public int Left { get; set; } = subscriptions;
}
