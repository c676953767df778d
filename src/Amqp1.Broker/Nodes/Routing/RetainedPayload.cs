namespace Amqp1.Broker.Nodes.Routing;

/// <summary>A payload in memory of its own and its expiry, which the copies of a message share.</summary>
internal sealed record RetainedPayload(ReadOnlyMemory<byte> Payload, Expiry? Expiry);
