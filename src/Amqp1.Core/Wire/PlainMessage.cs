using Amqp;
using Amqp.Framing;
using Amqp1.Transport;

namespace Amqp1.Wire;

/// <summary>
/// Opens messages that the transport has passed by the decoder of AMQPNetLite (<c>PlainTransfers</c>): their sections are the content of a
/// binary value, which is the body of what AMQPNetLite has decoded.
/// </summary>
internal static class PlainMessage
{
    private const int ValueHead = 5;

    /// <summary>Reads the sections of such a message. Returns false for any other message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="sections">The sections, in the buffer of the message.</param>
    /// <param name="bytes">The bytes of the sections, whose end is the body.</param>
    public static bool TryOpen(Message message, out PlainSections sections, out ReadOnlyMemory<byte> bytes)
    {
        if (message.BodySection is AmqpValue { ValueBuffer: { Length: > ValueHead } value }
            && value.Buffer[value.Offset] == FormatCode.Binary32
            && value.Buffer[value.Offset + ValueHead] == FormatCode.Described)
        {
            bytes = value.Buffer.AsMemory(value.Offset + ValueHead, value.Length - ValueHead);
            return PlainSections.TryRead(bytes.Span, out sections);
        }

        sections = default;
        bytes = default;
        return false;
    }
}
