using System.Buffers.Binary;

namespace Amqp1.Transport;

/// <summary>Walks over encoded AMQP values without decoding them (AMQP 1.0, 1.2).</summary>
internal static class EncodedValues
{
    private const int MaxDepth = 32;

    /// <summary>Steps over one value, whatever it is; false when its encoding does not add up.</summary>
    public static bool TrySkip(ReadOnlySpan<byte> bytes, ref int position, int depth = 0)
    {
        if (position >= bytes.Length || depth > MaxDepth)
        {
            return false;
        }

        var code = bytes[position++];
        if (code == 0)
        {
            return TrySkip(bytes, ref position, depth + 1) && TrySkip(bytes, ref position, depth + 1);
        }

        // The high half of a constructor tells how wide the value, or its size field, is.
        var width = code >> 4;
        var size = width switch
        {
            4 => 0,
            5 => 1,
            6 => 2,
            7 => 4,
            8 => 8,
            9 => 16,
            0xa or 0xc or 0xe => TryReadSize(bytes, ref position, 1),
            0xb or 0xd or 0xf => TryReadSize(bytes, ref position, 4),
            _ => -1,
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
            return -1;
        }

        var size = width == 1 ? bytes[position] : BinaryPrimitives.ReadUInt32BigEndian(bytes[position..]);
        position += width;
        return size > int.MaxValue ? -1 : (int)size;
    }
}
