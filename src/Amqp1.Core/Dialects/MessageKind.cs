using Amqp1.Notifications;

namespace Amqp1.Dialects;

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
