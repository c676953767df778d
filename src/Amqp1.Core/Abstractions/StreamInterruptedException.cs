namespace Amqp1;

/// <summary>
/// The exception that is thrown when a stream ends before the server has ended it, for example because a connection was lost. The method may
/// still run for a while.
/// </summary>
public sealed class StreamInterruptedException : MessagingException
{
    /// <summary>Initializes a new instance of the exception with its message, the number of items that were received, and the reason.</summary>
    public StreamInterruptedException(string message, long itemsReceived, Exception? innerException = null)
        : base(message, innerException) => ItemsReceived = itemsReceived;

    /// <summary>The number of items that were received before the interruption. The items are complete and in order.</summary>
    public long ItemsReceived { get; }
}
