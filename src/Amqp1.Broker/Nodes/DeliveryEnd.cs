namespace Amqp1.Broker.Nodes;

/// <summary>The two ends of a delivery.</summary>
internal enum DeliveryEnd
{
    Producer,
    Consumer,
}
