namespace Amqp1.Bus.Connections;

/// <summary>The exception for a refused link without which a connection cannot be used.</summary>
internal sealed class LinkRefusedException(string message, string? condition) : MessagingException(message)
{
    /// <summary>The error condition that the peer gave; null if it gave none.</summary>
    public string? Condition { get; } = condition;
}
