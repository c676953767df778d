using Amqp;
using Amqp.Framing;
using Amqp1.Wire;

namespace Amqp1.Bus;

/// <summary>What one attempt at sending a message needs to know of AMQPNetLite and of the peer's limits.</summary>
internal static class DeliveryAttempt
{
    /// <summary>More than a transfer performative and a frame header ever take.</summary>
    private const int FrameOverhead = 128;

    /// <summary>The link would refuse the message and be lost with it; its sender is told instead.</summary>
    public static SendFailure? TooLarge(SenderAttachment attachment, Message message) =>
        attachment.MaxMessageSize > 0 && message.BodySection is EncodedMessage { Length: var size } && (ulong)size > attachment.MaxMessageSize
            ? new SendFailure($"The message of {size} bytes exceeds the {attachment.MaxMessageSize} that the peer takes.", ErrorCode.MessageSizeExceeded)
            : null;

    /// <summary>
    /// Gives the buffer of a message that the peer has settled back to the pool. Other outcomes are made up by AMQPNetLite, which
    /// then has a hand on the buffer itself. So it has while it still writes, which a message of several frames, settled before
    /// its last, would let happen.
    /// </summary>
    public static void ReleaseSettled(Message message, Outcome? outcome, uint maxFrameSize)
    {
        if (outcome is not null
            && ReferenceEquals(message.GetDelivery().State, outcome)
            && message.BodySection is EncodedMessage { Length: var length }
            && length + FrameOverhead <= maxFrameSize)
        {
            message.Dispose();
        }
    }
}
