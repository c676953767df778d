namespace Amqp1;

/// <summary>A message did not reach a consumer, or nobody can say whether it did.</summary>
public sealed class MessageDeliveryException : MessagingException
{
    /// <summary>Makes one with its message, the AMQP condition and whether the message may have arrived all the same.</summary>
    public MessageDeliveryException(string message, string? condition = null, bool inDoubt = false, Exception? innerException = null)
        : base(message, innerException)
    {
        Condition = condition;
        InDoubt = inDoubt;
    }

    /// <summary>
    /// The AMQP error condition, such as <c>amqp:not-found</c>: that of the peer's refusal, or, for a message that could not be sent within its
    /// time, that of the last refusal of its link or connection. Null where no peer gave one.
    /// </summary>
    public string? Condition { get; }

    /// <summary>
    /// Whether the message may have left without an outcome that says what became of it: it may or may not have been delivered. False means
    /// that it was certainly not processed and never will be, so that it may be sent again.
    /// </summary>
    public bool InDoubt { get; }
}
