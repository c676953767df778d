namespace Amqp1.Broker.Nodes;

/// <summary>
/// A node that the broker itself provides, possibly under several names. It exists as long as the broker. Access rules name it by
/// <see cref="INode.Name"/>, whichever name a peer uses.
/// </summary>
internal interface IServiceNode : INode
{
    /// <summary><see cref="INode.Name"/> in UTF-8.</summary>
    ReadOnlySpan<byte> EncodedName { get; }
}
