namespace Amqp1.Embedded.Routing;

/// <summary>The two links of a delivery.</summary>
internal enum DeliveryEnd
{
    Source,
    Consumer,
}
