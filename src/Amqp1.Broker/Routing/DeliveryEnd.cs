namespace Amqp1.Broker.Routing;

/// <summary>The two links of a delivery.</summary>
internal enum DeliveryEnd
{
    Source,
    Consumer,
}
