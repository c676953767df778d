namespace Amqp1.Dialects;

/// <summary>The exception that is thrown when a destination cannot be prepared.</summary>
/// <param name="message">The reason and a remedy.</param>
/// <param name="condition">The AMQP error condition; null if there is none.</param>
internal sealed class TopologyException(string message, string? condition = null) : MessagingException(message)
{
    public string? Condition { get; } = condition;
}
