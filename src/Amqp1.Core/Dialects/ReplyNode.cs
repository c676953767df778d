namespace Amqp1.Dialects;

/// <summary>The node on which a process receives replies, or the messages of one stream.</summary>
/// <param name="SourceAddress">The source address of the link; null for a dynamic node.</param>
/// <param name="ReplyTo">The reply address that callers send; null for the address that the peer returns.</param>
internal readonly record struct ReplyNode(string? SourceAddress, string? ReplyTo);
