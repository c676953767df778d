namespace Amqp1.Broker.Nodes.Queues;

/// <summary>The queues and subscriptions of the broker, as management sees them. Used in a turn.</summary>
internal interface IManagedQueues
{
    int Count { get; }

    /// <summary>
    /// Returns at most <paramref name="most"/> queues in the order of their names, starting after the queue with the name
    /// <paramref name="after"/>; null starts at the beginning.
    /// </summary>
    IReadOnlyList<IManagedQueue> List(string? after, int most);

    /// <summary>Returns the queue with this name; null if there is none.</summary>
    IManagedQueue? Find(string name);

    /// <summary>
    /// Creates a queue that remains without links and messages, or makes an existing queue one that remains. Returns null, with the reason,
    /// if no queue can be created at this address.
    /// </summary>
    IManagedQueue? Create(string address, out string? refusal);

    /// <summary>
    /// Deletes a queue or subscription: its consumers and producers are detached with <c>amqp:resource-deleted</c>, and its messages are
    /// dropped over several turns. Returns false if it does not exist.
    /// </summary>
    bool Delete(string name);
}
