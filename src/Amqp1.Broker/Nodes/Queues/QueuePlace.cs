namespace Amqp1.Broker.Nodes.Queues;

/// <summary>The places where a message of a queue can be.</summary>
internal enum QueuePlace
{
    /// <summary>Not in the queue any more, or not yet.</summary>
    None,

    /// <summary>Waiting, and not acquired so far.</summary>
    Fresh,

    /// <summary>Waiting again after a consumer has given it back.</summary>
    Returned,

    /// <summary>Acquired by a consumer that has not settled it.</summary>
    Acquired,
}
