namespace Amqp1;

/// <summary>No reply came before the deadline of a call, or the heartbeats of a monitored call stopped.</summary>
public sealed class MessagingTimeoutException : MessagingException
{
    /// <summary>Makes one with its message.</summary>
    public MessagingTimeoutException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with its message and the AMQP condition that kept the request from being sent.</summary>
    public MessagingTimeoutException(string message, string? condition)
        : base(message) => Condition = condition;

    /// <summary>
    /// The AMQP error condition, such as <c>amqp:unauthorized-access</c>, that kept the request from being sent up to its deadline; null
    /// when the request was sent, or when no peer gave a condition.
    /// </summary>
    public string? Condition { get; }
}
