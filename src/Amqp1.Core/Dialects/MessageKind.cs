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

    /// <summary>A message of a stream that is not the last one. It is never sent settled, because its settlement is what limits the stream.</summary>
    ReplyPart,
    Heartbeat,

    /// <summary>
    /// A message without content whose outcome tells whether its caller is still there. It is never sent settled, and never to other drivers
    /// (docs/spec/behaviour.md#lost-callers).
    /// </summary>
    Probe,
    Notification,

    /// <summary>A message to the servers of a topic about calls that they run, such as a cancellation. Only servers of this driver get it.</summary>
    Control,
}
