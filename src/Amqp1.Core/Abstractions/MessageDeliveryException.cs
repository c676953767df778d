namespace Amqp1;

/// <summary>The exception that is thrown when a message was not delivered, or when it is not known whether it was delivered.</summary>
public class MessageDeliveryException : MessagingException
{
    /// <summary>
    /// Initializes a new instance of the exception with its message, the AMQP condition and whether the delivery is in doubt.
    /// </summary>
    public MessageDeliveryException(string message, string? condition = null, bool inDoubt = false, Exception? innerException = null)
        : base(message, innerException)
    {
        Condition = condition;
        InDoubt = inDoubt;
    }

    /// <summary>
    /// The AMQP error condition, such as <c>amqp:not-found</c>; null when no peer sent one. If the peer refused the message, this is the
    /// condition of the refusal. If the message could not be sent in time, this is the condition of the last refusal of its link or
    /// connection.
    /// </summary>
    public string? Condition { get; }

    /// <summary>
    /// Whether the message may have been sent but its outcome is not known: it may or may not have been delivered. When false, the message
    /// was not processed and never will be, so that it can be sent again.
    /// </summary>
    public bool InDoubt { get; }
}
