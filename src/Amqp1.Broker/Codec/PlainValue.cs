using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using Amqp1.Transport;

namespace Amqp1.Broker.Codec;

/// <summary>
/// Checks encoded values from one peer before they are passed to another one. A value is plain if every AMQP library can decode it: a
/// primitive value, or a list or map of plain values with distinct keys. Arrays, described values and deep nesting are valid, but not all
/// libraries support them, so the router does not pass them on.
/// </summary>
internal static class PlainValue
{
    private const int MostNested = 8;

    /// <summary>Returns whether the value is a plain map whose keys are symbols. Throws a decode error if it is not well-formed.</summary>
    public static bool IsFields(ReadOnlySpan<byte> value) =>
        value[0] is FormatCode.Map8 or FormatCode.Map32 ? IsCompound(value, map: true, fields: true, 0) : throw PeerFaultException.Decode("A map is expected.");

    private static bool IsPlain(ReadOnlySpan<byte> value, int depth)
    {
        switch (value[0])
        {
            case FormatCode.Null or FormatCode.True or FormatCode.False or FormatCode.UInt0 or FormatCode.ULong0 or FormatCode.List0:
            case >= 0x50 and <= 0x55 or 0x60 or 0x61 or >= 0x70 and <= 0x74 or >= 0x80 and <= 0x84 or 0x94 or 0x98 or FormatCode.Binary8 or FormatCode.Binary32:
                return true;
            case FormatCode.Boolean:
                return value[1] <= 1 ? true : throw PeerFaultException.Decode("A boolean is neither true nor false.");
            case FormatCode.String8 or FormatCode.String32:
                return Utf8.IsValid(Content(value)) ? true : throw PeerFaultException.Decode("A string is not valid UTF-8.");
            case FormatCode.Symbol8 or FormatCode.Symbol32:
                return Ascii.IsValid(Content(value)) ? true : throw PeerFaultException.Decode("A symbol is not ASCII.");
            case FormatCode.List8 or FormatCode.List32:
                return IsCompound(value, map: false, fields: false, depth);
            case FormatCode.Map8 or FormatCode.Map32:
                return IsCompound(value, map: true, fields: false, depth);
            case FormatCode.Described or FormatCode.Array8 or FormatCode.Array32:
                return false;
            default:
                throw PeerFaultException.Decode($"0x{value[0]:x2} is not a format code.");
        }
    }

    private static bool IsCompound(ReadOnlySpan<byte> value, bool map, bool fields, int depth)
    {
        if (depth == MostNested)
        {
            return false;
        }

        var small = value[0] is FormatCode.List8 or FormatCode.Map8;
        var content = Content(value);
        if (content.Length < (small ? 1 : 4))
        {
            throw PeerFaultException.Decode("A list or map is malformed.");
        }

        var count = small ? content[0] : BinaryPrimitives.ReadUInt32BigEndian(content);
        content = content[(small ? 1 : 4)..];
        if (count > content.Length || (map && count % 2 != 0))
        {
            throw PeerFaultException.Decode("A list or map is malformed.");
        }

        var plain = true;
        var keys = map ? new HashSet<string>(StringComparer.Ordinal) : null;
        for (uint index = 0; index < count; index++)
        {
            var length = FieldReader.LengthOf(content);
            var element = content[..length];
            content = content[length..];
            plain &= IsPlain(element, depth + 1);
            if (keys is null || index % 2 != 0)
            {
                continue;
            }

            if (fields && element[0] is not (FormatCode.Symbol8 or FormatCode.Symbol32))
            {
                throw PeerFaultException.Decode("A key is not a symbol.");
            }

            plain &= keys.Add(Key(element));
        }

        return content.IsEmpty ? plain : throw PeerFaultException.Decode("A list or map is longer than its elements.");
    }

    /// <summary>Returns the key for comparison. Two encodings of the same symbol or string are the same key.</summary>
    private static string Key(ReadOnlySpan<byte> key) => key[0] switch
    {
        FormatCode.Symbol8 or FormatCode.Symbol32 => "y" + Encoding.ASCII.GetString(Content(key)),
        FormatCode.String8 or FormatCode.String32 => "s" + Encoding.UTF8.GetString(Content(key)),
        _ => Convert.ToHexString(key),
    };

    private static ReadOnlySpan<byte> Content(ReadOnlySpan<byte> value) => (value[0] >> 4) is 0xa or 0xc ? value[2..] : value[5..];
}
