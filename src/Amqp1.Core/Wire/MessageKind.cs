namespace Amqp1.Wire;

/// <summary>
/// The kinds of message (docs/spec/messages.md#sections). The kind determines whether a message is sent settled
/// (docs/spec/links.md#settlement).
/// </summary>
internal enum MessageKind
{
    Call,
    Cast,
    Reply,
    Heartbeat,
    Notification,
}
