namespace Amqp1.Wire;

/// <summary>The kinds of message there are (specification E.1); what is settled on sending is chosen by them (D.4).</summary>
internal enum MessageKind
{
    Call,
    Cast,
    Reply,
    Heartbeat,
    Notification,
}
