using Amqp1.Addressing;

namespace Amqp1.Dialects;

/// <summary>
/// The addresses of an intermediary, and the objects that must exist there before a link is attached. Belongs to one connection. Thread-safe.
/// </summary>
/// <remarks>
/// The methods that prepare complete immediately for an intermediary where nothing is declared. They are repeatable: they are called
/// before each attach, because a declared object may have been deleted. They throw <see cref="MessagingException"/> with the reason if
/// preparing fails, and <see cref="OperationCanceledException"/> if the token is cancelled. The caller limits their time.
/// </remarks>
internal interface ITopology
{
    /// <summary>
    /// Returns whether a destination must be prepared before a link is attached. If not, the link is attached without waiting. A
    /// destination that the intermediary cannot have needs preparation, which fails.
    /// </summary>
    bool NeedsPreparation(Destination destination);

    /// <summary>
    /// Returns an address that is the same for all senders and receivers of a destination, and differs from those of other destinations.
    /// </summary>
    string IdentityOf(Destination destination);

    /// <summary>Returns the target address of the link that sends to a destination.</summary>
    string SenderAddressOf(Destination destination);

    /// <summary>Returns the source of the link that receives from a destination.</summary>
    /// <param name="destination">The destination.</param>
    /// <param name="consumer">Identifies the receiver across connections, where each receiver has a queue of its own.</param>
    LinkSource ReceiverSourceOf(Destination destination, Guid consumer);

    /// <summary>Prepares a destination before a sending link is attached.</summary>
    ValueTask PrepareSenderAsync(Destination destination, CancellationToken cancel);

    /// <summary>Prepares a destination before a receiving link is attached.</summary>
    ValueTask PrepareReceiverAsync(Destination destination, Guid consumer, CancellationToken cancel);

    /// <summary>Prepares the node on which this process receives replies, and returns it.</summary>
    ValueTask<ReplyNode> PrepareRepliesAsync(CancellationToken cancel);

    /// <summary>Prepares the node of one stream that this process reads, and returns it. The node is deleted with its link.</summary>
    ValueTask<ReplyNode> PrepareStreamAsync(CancellationToken cancel);

    /// <summary>
    /// Returns how long a link that was refused or closed is not attached again; null for the configured delay
    /// (<c>Amqp1:Connection:LinkRetryDelay</c>).
    /// </summary>
    TimeSpan? RetryDelayOf(Destination destination);

    /// <summary>
    /// Removes the objects that belong only to this receiver, after its link was detached for good. Does not throw if they do not exist.
    /// </summary>
    ValueTask ReleaseReceiverAsync(Destination destination, Guid consumer, CancellationToken cancel);
}
