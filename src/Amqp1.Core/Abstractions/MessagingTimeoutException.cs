namespace Amqp1;

/// <summary>
/// The exception that is thrown when no reply arrives before the deadline of a call, or when the heartbeats of a monitored call stop.
/// </summary>
public sealed class MessagingTimeoutException : MessagingException
{
    /// <summary>Initializes a new instance of the exception with its message.</summary>
    public MessagingTimeoutException(string message)
        : base(message)
    {
    }

    /// <summary>
    /// Initializes a new instance of the exception with its message and the AMQP condition that prevented the request from being sent.
    /// </summary>
    public MessagingTimeoutException(string message, string? condition)
        : base(message) => Condition = condition;

    /// <summary>
    /// The AMQP error condition, such as <c>amqp:unauthorized-access</c>, that prevented the request from being sent before its deadline;
    /// null when the request was sent, or when no peer sent a condition.
    /// </summary>
    public string? Condition { get; }
}
