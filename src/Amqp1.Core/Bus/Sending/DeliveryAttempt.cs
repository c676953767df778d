using Amqp;
using Amqp.Framing;
using Amqp1.Wire;

namespace Amqp1.Bus.Sending;

/// <summary>The checks of one attempt to send a message that depend on AMQPNetLite and on the limits of the peer.</summary>
internal static class DeliveryAttempt
{
    /// <summary>An upper limit for the size of a transfer performative and a frame header.</summary>
    private const int FrameOverhead = 128;

    /// <summary>
    /// Returns a failure if the message exceeds the limit of the peer. If the message were sent, the peer would refuse it and close the
    /// link.
    /// </summary>
    public static SendFailure? TooLarge(SenderAttachment attachment, Message message) =>
        attachment.MaxMessageSize > 0 && message.BodySection is EncodedSections { Length: var size } && (ulong)size > attachment.MaxMessageSize
            ? new SendFailure($"The message of {size} bytes exceeds the limit of the peer, which is {attachment.MaxMessageSize} bytes.", ErrorCode.MessageSizeExceeded)
            : null;

    /// <summary>
    /// Returns to the pool the buffer of a message that the peer has settled. AMQPNetLite creates all other outcomes itself and may then
    /// still use the buffer. Multi-frame messages are never returned: the peer may settle one while its last frames are still being written.
    /// </summary>
    public static void ReleaseSettled(Message message, Outcome? outcome, uint maxFrameSize)
    {
        if (outcome is not null
            && ReferenceEquals(message.GetDelivery().State, outcome)
            && message.BodySection is EncodedSections { Length: var length }
            && length + FrameOverhead <= maxFrameSize)
        {
            message.Dispose();
        }
    }
}
