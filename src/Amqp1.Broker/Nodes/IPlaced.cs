namespace Amqp1.Broker.Nodes;

/// <summary>Knows its index in a list of its node, so that it can be removed in constant time.</summary>
internal interface IPlaced
{
    /// <summary>The index, which only the list reads and sets; -1 if the object is in no list.</summary>
    int Place { get; set; }
}
