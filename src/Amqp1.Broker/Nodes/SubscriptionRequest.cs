using Amqp1.Broker.Codec;

namespace Amqp1.Broker.Nodes;

/// <summary>The durable subscription that a consumer asks for.</summary>
/// <param name="Name">The identity: user, container and link name.</param>
/// <param name="Expiry">How long the subscription outlives its link.</param>
internal sealed record SubscriptionRequest(string Name, TerminusExpiry Expiry);
