namespace Amqp1.Bus;

/// <summary>The peer refused a link without which a connection is of no use.</summary>
internal sealed class LinkRefusedException(string message, string? condition) : MessagingException(message)
{
    /// <summary>The condition that the peer gave, if any.</summary>
    public string? Condition { get; } = condition;
}
