namespace Amqp1.Wire;

/// <summary>The kinds of message there are (docs/spec/messages.md#sections); what is settled on sending is chosen by them (docs/spec/links.md#settlement).</summary>
internal enum MessageKind
{
    Call,
    Cast,
    Reply,
    Heartbeat,
    Notification,
}
