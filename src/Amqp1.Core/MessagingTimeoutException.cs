namespace Amqp1;

/// <summary>No reply came before the deadline of a call, or the heartbeats of a monitored call stopped.</summary>
public sealed class MessagingTimeoutException : MessagingException
{
    /// <summary>Makes one with its message.</summary>
    public MessagingTimeoutException(string message)
        : base(message)
    {
    }
}
