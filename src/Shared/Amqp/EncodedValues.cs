using System.Buffers.Binary;

namespace Amqp1.Transport;

/// <summary>Steps over encoded AMQP values without decoding them (AMQP 1.0, 1.2).</summary>
internal static class EncodedValues
{
    private const int MaxDepth = 32;

    /// <summary>
    /// The maximum number of elements without bytes of their own, such as true, in an array. Such elements need time and memory but no
    /// input.
    /// </summary>
    private const int MostEmptyElements = 32;

    private const int Invalid = -1;
    private const int EmptyWidth = 4;

    /// <summary>
    /// Steps over one value of any type without checking its contents. Returns false if its encoding is inconsistent, or if descriptors are
    /// nested too deep.
    /// </summary>
    public static bool TrySkip(ReadOnlySpan<byte> bytes, ref int position)
    {
        for (var values = 1; values > 0; values--)
        {
            if (position >= bytes.Length || values > MaxDepth)
            {
                return false;
            }

            var code = bytes[position++];
            if (code == FormatCode.Described)
            {
                // A described value consists of its descriptor and the value itself.
                values += 2;
            }
            else if (!TrySkipValue(code, bytes, ref position))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Steps over one value and checks everything inside it. Returns false if sizes and counts are inconsistent, if values are nested too
    /// deep, or if an array claims more elements than there are bytes. AMQPNetLite does not check counts and does not limit its recursion.
    /// </summary>
    public static bool TryWalk(ReadOnlySpan<byte> bytes, ref int position, int depth = 0)
    {
        if (position >= bytes.Length || depth > MaxDepth)
        {
            return false;
        }

        var code = bytes[position++];
        return code == FormatCode.Described
            ? TryWalk(bytes, ref position, depth + 1) && TryWalk(bytes, ref position, depth + 1)
            : TryWalkValue(code, bytes, ref position, depth);
    }

    private static bool TryWalkValue(byte code, ReadOnlySpan<byte> bytes, ref int position, int depth)
    {
        var start = position;
        if (depth > MaxDepth || !TrySkipValue(code, bytes, ref position))
        {
            return false;
        }

        var width = code >> 4;
        if (width < 0xc)
        {
            return true;
        }

        // The size, which was just skipped by, is followed by a count of the same width and by the elements.
        var sizeWidth = (width & 1) == 0 ? 1 : 4;
        var inside = bytes[(start + sizeWidth)..position];
        var at = 0;
        var count = TryReadSize(inside, ref at, sizeWidth);
        return count != Invalid && code switch
        {
            FormatCode.List8 or FormatCode.List32 or FormatCode.Map8 or FormatCode.Map32 => TryWalkElements(inside, at, count, depth + 1),
            FormatCode.Array8 or FormatCode.Array32 => TryWalkArray(inside, at, count, depth + 1),
            _ => false,
        };
    }

    private static bool TryWalkElements(ReadOnlySpan<byte> bytes, int position, int count, int depth)
    {
        for (var i = 0; i < count; i++)
        {
            if (!TryWalk(bytes, ref position, depth))
            {
                return false;
            }
        }

        return position == bytes.Length;
    }

    private static bool TryWalkArray(ReadOnlySpan<byte> bytes, int position, int count, int depth)
    {
        // AMQP allows arrays of described values, but AMQPNetLite does not have a decoder for them.
        if (position >= bytes.Length || bytes[position] == FormatCode.Described)
        {
            return false;
        }

        var code = bytes[position++];
        if (code >> 4 == EmptyWidth && count > MostEmptyElements)
        {
            return false;
        }

        for (var i = 0; i < count; i++)
        {
            if (!TryWalkValue(code, bytes, ref position, depth))
            {
                return false;
            }
        }

        return position == bytes.Length;
    }

    private static bool TrySkipValue(byte code, ReadOnlySpan<byte> bytes, ref int position)
    {
        // The upper half of a constructor determines the width of the value or of its size field.
        var size = (code >> 4) switch
        {
            EmptyWidth => 0,
            5 => 1,
            6 => 2,
            7 => 4,
            8 => 8,
            9 => 16,
            0xa or 0xc or 0xe => TryReadSize(bytes, ref position, 1),
            0xb or 0xd or 0xf => TryReadSize(bytes, ref position, 4),
            _ => Invalid,
        };
        if (size < 0 || size > bytes.Length - position)
        {
            return false;
        }

        position += size;
        return true;
    }

    private static int TryReadSize(ReadOnlySpan<byte> bytes, ref int position, int width)
    {
        if (bytes.Length - position < width)
        {
            return Invalid;
        }

        var size = width == 1 ? bytes[position] : BinaryPrimitives.ReadUInt32BigEndian(bytes[position..]);
        position += width;
        return size > int.MaxValue ? Invalid : (int)size;
    }
}
