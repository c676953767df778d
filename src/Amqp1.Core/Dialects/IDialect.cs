namespace Amqp1.Dialects;

/// <summary>
/// The way in which the services of a deployment use an intermediary: a message format and a topology. A dialect is created for each
/// connection, from the peer's Open. No code outside this folder depends on which dialect it is.
/// </summary>
internal interface IDialect
{
    /// <summary>The name in log records and status reports.</summary>
    string Name { get; }

    IMessageFormat Format { get; }

    ITopology Topology { get; }

    /// <summary>
    /// Returns what a released message means. A router releases a message that no server takes, so the message is sent again. A broker may
    /// release a message for which no queue is bound, which is not an error for a cast.
    /// </summary>
    ReleasedMeaning MeaningOfReleased(MessageKind kind);

    /// <summary>
    /// Whether the peer grants credit to a sender while its address has a consumer, and none otherwise. A router does. A broker grants credit
    /// while its queue has room, so that missing credit says nothing about consumers.
    /// </summary>
    bool GrantsCreditForConsumers { get; }

    /// <summary>
    /// Whether the peer accepts messages on a link although their node has been deleted, so that only another attach finds it out. Other peers
    /// return the messages.
    /// </summary>
    bool AcceptsForDeletedNodes { get; }
}
