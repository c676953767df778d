namespace Amqp1.Dialects;

/// <summary>The two formats of a notification on the wire (docs/spec/messages.md#envelope, docs/spec/behaviour.md#notifiers).</summary>
internal enum NotificationFormat
{
    /// <summary>The format of the driver <c>messaging</c>: the message without an envelope.</summary>
    Version1,

    /// <summary>The format of the driver <c>messagingv2</c>: the message in an envelope.</summary>
    Version2,
}
