namespace Amqp1.Wire;

/// <summary>The two forms of a notification on the wire (docs/spec/messages.md#envelope, docs/spec/behaviour.md#notifiers).</summary>
internal enum NotificationFormat
{
    /// <summary>Driver <c>messaging</c>: the bare message.</summary>
    Version1,

    /// <summary>Driver <c>messagingv2</c>: the message in an envelope.</summary>
    Version2,
}
