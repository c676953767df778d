using System.Buffers.Binary;

namespace Amqp1.Transport;

/// <summary>Recognizes the messages that oslo peers, routers and RabbitMQ send. AMQPNetLite can decode them.</summary>
internal static class UsualMessage
{
    private const byte Header = 0x70;
    private const byte Annotations = 0x72;
    private const byte Properties = 0x73;
    private const byte ApplicationProperties = 0x74;
    private const byte Data = 0x75;
    private const byte Value = 0x77;

    /// <summary>The maximum number of entries of a map. Each key is compared with all others.</summary>
    private const int MaxEntries = 8;

    /// <summary>
    /// Returns whether the message consists of a header, annotations, properties, application properties and one body section with text,
    /// binary data or null, and whether their values have the usual types.
    /// </summary>
    public static bool Is(ReadOnlySpan<byte> message)
    {
        var position = 0;
        var bodies = 0;
        while (position < message.Length)
        {
            if (message.Length - position < 4 || message[position] != FormatCode.Described || message[position + 1] != FormatCode.SmallULong)
            {
                return false;
            }

            var section = message[position + 2];
            position += 3;
            var usual = section switch
            {
                Header => IsList(message, ref position, IsUsualInHeader),
                Annotations => IsMap(message, ref position, FormatCode.Symbol8),
                Properties => IsList(message, ref position, IsUsualInProperties),
                ApplicationProperties => IsMap(message, ref position, FormatCode.String8),
                Value => bodies++ == 0 && (IsText(message[position]) || IsBinary(message[position]) || message[position] == FormatCode.Null)
                    && EncodedValues.TrySkip(message, ref position),
                Data => bodies++ == 0 && IsBinary(message[position]) && EncodedValues.TrySkip(message, ref position),
                _ => false,
            };
            if (!usual)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsUsualInHeader(int index, byte code) => index switch
    {
        0 or 3 => code is FormatCode.True or FormatCode.False,
        1 => code == FormatCode.UByte,
        2 or 4 => code is FormatCode.UInt0 or FormatCode.SmallUInt or FormatCode.UInt,
        _ => false,
    };

    private static bool IsUsualInProperties(int index, byte code) => index switch
    {
        0 or 5 => IsText(code) || code is FormatCode.Binary8 or FormatCode.ULong0 or FormatCode.SmallULong or FormatCode.ULong or 0x98,
        2 or 3 or 4 => IsText(code),
        6 or 7 => code is FormatCode.Symbol8,
        8 or 9 => code == 0x83,
        _ => false,
    };

    private static bool IsText(byte code) => code is FormatCode.String8 or FormatCode.String32;

    private static bool IsBinary(byte code) => code is FormatCode.Binary8 or FormatCode.Binary32;

    private static bool IsList(ReadOnlySpan<byte> message, ref int position, Func<int, byte, bool> isUsual)
    {
        if (message[position] == FormatCode.List0)
        {
            position++;
            return true;
        }

        if (!TryBegin(message, ref position, FormatCode.List8, FormatCode.List32, out var end, out var count))
        {
            return false;
        }

        for (var index = 0; index < count; index++)
        {
            if (position >= end || (message[position] != FormatCode.Null && !isUsual(index, message[position])) || !EncodedValues.TrySkip(message, ref position))
            {
                return false;
            }
        }

        return position == end;
    }

    /// <summary>
    /// Returns whether the value is a map of a few different keys of the given type. AMQPNetLite throws an exception if two keys are equal.
    /// </summary>
    private static bool IsMap(ReadOnlySpan<byte> message, ref int position, byte keyCode)
    {
        if (!TryBegin(message, ref position, FormatCode.Map8, FormatCode.Map32, out var end, out var count) || count % 2 != 0 || count > 2 * MaxEntries)
        {
            return false;
        }

        Span<Range> keys = stackalloc Range[MaxEntries];
        for (var index = 0; index < count; index += 2)
        {
            var start = position;
            if (position >= end || message[position] != keyCode || !EncodedValues.TrySkip(message, ref position))
            {
                return false;
            }

            var key = message[(start + 2)..position];
            if (key.ContainsAnyExceptInRange((byte)0x20, (byte)0x7e) || IsAmong(key, message, keys[..(index / 2)]))
            {
                return false;
            }

            keys[index / 2] = (start + 2)..position;
            if (position >= end || !IsUsualInMap(message[position]) || !EncodedValues.TrySkip(message, ref position))
            {
                return false;
            }
        }

        return position == end;
    }

    private static bool IsAmong(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, ReadOnlySpan<Range> keys)
    {
        foreach (var other in keys)
        {
            if (message[other].SequenceEqual(key))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Returns whether a value is text, a boolean, a whole number or a time.</summary>
    private static bool IsUsualInMap(byte code) => IsText(code) || code is
        FormatCode.Symbol8 or FormatCode.Null or FormatCode.True or FormatCode.False
        or FormatCode.UInt0 or FormatCode.ULong0 or FormatCode.UByte or FormatCode.SmallUInt or FormatCode.SmallULong or 0x54 or 0x55
        or FormatCode.UInt or FormatCode.ULong or 0x71 or 0x81 or 0x83;

    /// <summary>Steps over the beginning of a list or map that lies within the message.</summary>
    private static bool TryBegin(ReadOnlySpan<byte> message, ref int position, byte small, byte large, out int end, out int count)
    {
        end = count = 0;
        var rest = message[position..];
        if (rest[0] == small && rest.Length >= 3)
        {
            end = position + 2 + rest[1];
            count = rest[2];
            position += 3;
        }
        else if (rest[0] == large && rest.Length >= 9)
        {
            var size = BinaryPrimitives.ReadUInt32BigEndian(rest[1..]);
            var items = BinaryPrimitives.ReadUInt32BigEndian(rest[5..]);
            if (size > rest.Length || items > byte.MaxValue)
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

        return end <= message.Length;
    }
}
