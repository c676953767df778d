using Amqp1.Broker.Codec;

namespace Amqp1.Broker.Nodes.Management;

/// <summary>An entity that operators see. It is valid in the turn in which it was read.</summary>
internal interface IEntity
{
    string Identity { get; }

    string Name { get; }

    /// <summary>Writes the value of an attribute, given by its index in <see cref="EntityType.Attributes"/>.</summary>
    void Write(FrameBuilder message, int attribute);

    /// <summary>Starts an operation of the type other than READ. Returns false if the type has no such operation.</summary>
    bool TryRun(OperationCall call);
}
