namespace Amqp1.Broker.Nodes.Queues;

/// <summary>A queue or subscription, as management sees it. Used in a turn.</summary>
internal interface IManagedQueue
{
    /// <summary>The unique name: the address of a queue, or the address of a topic and the name of a subscription.</summary>
    string Name { get; }

    /// <summary>Returns a snapshot.</summary>
    QueueState Read();

    /// <summary>Returns at most <paramref name="most"/> waiting messages in order, starting with this sequence number.</summary>
    IReadOnlyList<PeekedMessage> Peek(long fromSequence, int most);

    /// <summary>
    /// Drops the waiting messages, over several turns if they are many. Messages that arrive later and messages that consumers have acquired
    /// remain.
    /// </summary>
    /// <param name="done">Called in a turn, with the number of dropped messages. Must not throw.</param>
    void Purge(Action<long> done);

    /// <summary>
    /// Moves the oldest waiting messages to another queue, in order, over several turns if they are many. Messages that arrive later and
    /// messages that consumers have acquired remain. The limits of the other queue do not apply.
    /// </summary>
    /// <param name="target">The other queue.</param>
    /// <param name="most">The maximum number of messages.</param>
    /// <param name="done">Called in a turn, with the number of moved messages. Must not throw.</param>
    void MoveTo(IManagedQueue target, long most, Action<long> done);
}
