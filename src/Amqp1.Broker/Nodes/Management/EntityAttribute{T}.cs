using Amqp1.Broker.Codec;

namespace Amqp1.Broker.Nodes.Management;

/// <summary>An attribute of the entities of one type.</summary>
/// <param name="Name">The name of the attribute.</param>
/// <param name="Write">Writes the value of the attribute of an entity, exactly one value.</param>
internal sealed record EntityAttribute<T>(string Name, Action<FrameBuilder, T> Write);
