namespace Amqp1.Broker.Protocol.Frames;

/// <summary>Whether the receiver of a link settles first (AMQP 1.0 part 2, section 2.8.3).</summary>
internal enum ReceiverSettleMode : byte
{
    First,
    Second,
}
