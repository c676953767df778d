namespace Amqp1.Broker.Protocol.Frames;

/// <summary>The link part of a flow frame.</summary>
internal readonly record struct LinkFlow(uint Handle, uint DeliveryCount, uint Credit, bool Drain);
