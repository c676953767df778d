namespace Amqp1.Broker.Nodes;

/// <summary>Creates the node of an address by the rules of the broker. Used in a turn.</summary>
internal interface INodeFactory
{
    /// <summary>Creates the node of an address that a link names.</summary>
    INode Create(string name);

    /// <summary>Creates the node of a dynamic address, which never stores messages.</summary>
    INode CreateDynamic(string name);

    /// <summary>
    /// Returns whether the node of this address stores messages, so that it is created by the first message, although nothing is attached to
    /// it.
    /// </summary>
    bool StoresMessages(string name);

    /// <summary>
    /// Returns the reason why no further node, or durable subscription, may be created at this address; null if one may be created, or the
    /// subscription exists.
    /// </summary>
    string? RefusalOf(string name, string? subscription);
}
