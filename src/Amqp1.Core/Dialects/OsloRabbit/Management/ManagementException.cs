namespace Amqp1.Dialects.OsloRabbit.Management;

/// <summary>The exception for a request to the management node that got no response.</summary>
internal sealed class ManagementException(string message, string? condition = null) : MessagingException(message)
{
    /// <summary>The error condition with which the peer ended the link or session; null if there is none.</summary>
    public string? Condition { get; } = condition;

    /// <summary>
    /// Whether an earlier request was the reason. RabbitMQ answers requests in their order, so that only the oldest request without a
    /// response can have caused the end of the session.
    /// </summary>
    public bool IsCausedByEarlierRequest { get; init; }
}
