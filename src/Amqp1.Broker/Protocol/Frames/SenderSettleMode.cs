namespace Amqp1.Broker.Protocol.Frames;

/// <summary>Whether the sender of a link sends its messages settled (AMQP 1.0 part 2, section 2.8.2).</summary>
internal enum SenderSettleMode : byte
{
    Unsettled,
    Settled,
    Mixed,
}
