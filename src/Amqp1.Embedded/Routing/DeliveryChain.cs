namespace Amqp1.Embedded.Routing;

/// <summary>The neighbours of a delivery in a <see cref="DeliveryList"/>.</summary>
internal readonly record struct DeliveryChain(Delivery? Previous, Delivery? Next, bool IsLinked);
