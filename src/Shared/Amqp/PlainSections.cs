using System.Buffers.Binary;

namespace Amqp1.Transport;

/// <summary>
/// The values of a message that consists of an optional header, optional properties and a text, and whose IDs are texts. Nearly all
/// messages of oslo peers have this form. They are read in place, without an object for each section and each text.
/// </summary>
internal readonly ref struct PlainSections
{
    private const byte Header = 0x70;
    private const byte Properties = 0x73;
    private const byte Value = 0x77;
    private const byte Timestamp = 0x83;
    private const int HeaderFields = 5;
    private const int UsedProperties = 10;

    /// <summary>The field <c>ttl</c> of the header; 0 if it is not set.</summary>
    public uint TimeToLive { get; private init; }

    /// <summary>The field <c>delivery-count</c> of the header; 0 if it is not set.</summary>
    public uint DeliveryCount { get; private init; }

    /// <summary>The message-id; empty if it is not set.</summary>
    public ReadOnlySpan<byte> MessageId { get; private init; }

    /// <summary>The address for the reply; empty if it is not set.</summary>
    public ReadOnlySpan<byte> ReplyTo { get; private init; }

    /// <summary>The correlation-id; empty if it is not set.</summary>
    public ReadOnlySpan<byte> CorrelationId { get; private init; }

    /// <summary>The length of the text, which is the end of the message.</summary>
    public int BodyLength { get; private init; }

    /// <summary>Reads a message. Returns false if it has another form. It may nevertheless be valid.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, out PlainSections sections)
    {
        sections = default;
        var position = 0;
        uint timeToLive = 0, deliveryCount = 0;
        if (IsSection(message, ref position, Header) && !TryReadHeader(message, ref position, out timeToLive, out deliveryCount))
        {
            return false;
        }

        ReadOnlySpan<byte> messageId = default, replyTo = default, correlationId = default;
        if (IsSection(message, ref position, Properties)
            && !TryReadProperties(message, ref position, out messageId, out replyTo, out correlationId))
        {
            return false;
        }

        if (!IsSection(message, ref position, Value)
            || !TryReadText(message, ref position, out var body)
            || position != message.Length)
        {
            return false;
        }

        sections = new PlainSections
        {
            TimeToLive = timeToLive,
            DeliveryCount = deliveryCount,
            MessageId = messageId,
            ReplyTo = replyTo,
            CorrelationId = correlationId,
            BodyLength = body.Length,
        };
        return true;
    }

    private static bool IsSection(ReadOnlySpan<byte> message, ref int position, byte code)
    {
        if (message.Length - position < 4
            || message[position] != FormatCode.Described
            || message[position + 1] != FormatCode.SmallULong
            || message[position + 2] != code)
        {
            return false;
        }

        position += 3;
        return true;
    }

    private static bool TryReadHeader(ReadOnlySpan<byte> message, ref int position, out uint timeToLive, out uint deliveryCount)
    {
        timeToLive = deliveryCount = 0;
        if (!TryBeginList(message, ref position, HeaderFields, out var end, out var count))
        {
            return false;
        }

        for (var index = 0; index < count; index++)
        {
            if (position >= end)
            {
                return false;
            }

            var start = position;
            var code = message[position];
            var isUsual = index switch
            {
                0 or 3 => code is FormatCode.Null or FormatCode.True or FormatCode.False,
                1 => code is FormatCode.Null or FormatCode.UByte,
                _ => code is FormatCode.Null or FormatCode.UInt0 or FormatCode.SmallUInt or FormatCode.UInt,
            };
            if (!isUsual || !EncodedValues.TrySkip(message[..end], ref position))
            {
                return false;
            }

            if (index is 2 or 4)
            {
                var value = code switch
                {
                    FormatCode.SmallUInt => message[start + 1],
                    FormatCode.UInt => BinaryPrimitives.ReadUInt32BigEndian(message[(start + 1)..]),
                    _ => 0u,
                };
                (timeToLive, deliveryCount) = index == 2 ? (value, deliveryCount) : (timeToLive, value);
            }
        }

        return position == end;
    }

    private static bool TryReadProperties(
        ReadOnlySpan<byte> message,
        scoped ref int position,
        out ReadOnlySpan<byte> messageId,
        out ReadOnlySpan<byte> replyTo,
        out ReadOnlySpan<byte> correlationId)
    {
        messageId = replyTo = correlationId = default;
        if (!TryBeginList(message, ref position, UsedProperties, out var end, out var count))
        {
            return false;
        }

        var list = message[..end];
        for (var index = 0; index < count; index++)
        {
            if (position >= end)
            {
                return false;
            }

            var code = list[position];
            if (code == FormatCode.Null)
            {
                position++;
                continue;
            }

            // The fields are, in this order: message-id, user-id, to, subject, reply-to, correlation-id, content-type, content-encoding and
            // two times.
            if (index is 0 or 4 or 5)
            {
                if (!TryReadText(list, ref position, out var text) || text.IsEmpty)
                {
                    return false;
                }

                switch (index)
                {
                    case 0:
                        messageId = text;
                        break;
                    case 4:
                        replyTo = text;
                        break;
                    default:
                        correlationId = text;
                        break;
                }

                continue;
            }

            var isUsual = index switch
            {
                1 => code is FormatCode.Binary8,
                2 or 3 => code is FormatCode.String8 or FormatCode.String32,
                6 or 7 => code is FormatCode.Symbol8,
                _ => code is Timestamp,
            };
            if (!isUsual || !EncodedValues.TrySkip(list, ref position))
            {
                return false;
            }
        }

        return position == end;
    }

    private static bool TryBeginList(ReadOnlySpan<byte> message, ref int position, int most, out int end, out int count)
    {
        end = count = 0;
        var rest = message[position..];
        if (rest[0] == FormatCode.List0)
        {
            end = ++position;
            return true;
        }

        if (rest[0] == FormatCode.List8 && rest.Length >= 3)
        {
            end = position + 2 + rest[1];
            count = rest[2];
            position += 3;
        }
        else if (rest[0] == FormatCode.List32 && rest.Length >= 9)
        {
            var size = BinaryPrimitives.ReadUInt32BigEndian(rest[1..]);
            var items = BinaryPrimitives.ReadUInt32BigEndian(rest[5..]);
            if (size > rest.Length || items > most)
            {
                return false;
            }

            end = position + 5 + (int)size;
            count = (int)items;
            position += 9;
        }
        else
        {
            return false;
        }

        return count <= most && position <= end && end <= message.Length;
    }

    private static bool TryReadText(ReadOnlySpan<byte> bytes, scoped ref int position, out ReadOnlySpan<byte> text)
    {
        var rest = bytes[position..];
        text = default;
        int start;
        uint length;
        if (rest.Length >= 2 && rest[0] == FormatCode.String8)
        {
            start = 2;
            length = rest[1];
        }
        else if (rest.Length >= 5 && rest[0] == FormatCode.String32)
        {
            start = 5;
            length = BinaryPrimitives.ReadUInt32BigEndian(rest[1..]);
        }
        else
        {
            return false;
        }

        if (length > rest.Length - start)
        {
            return false;
        }

        text = rest.Slice(start, (int)length);
        position += start + (int)length;
        return true;
    }
}
