namespace Amqp1.Dialects;

/// <summary>The place of a message in a reply that is a stream (docs/spec/streams.md).</summary>
/// <param name="Number">The number of messages of the reply that came before this one.</param>
/// <param name="IsLast">Whether the message ends the reply.</param>
internal readonly record struct ReplyPart(long Number, bool IsLast);
