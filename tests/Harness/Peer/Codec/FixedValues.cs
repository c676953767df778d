using System.Buffers.Binary;
using System.Text;

namespace Amqp1.Tests.Harness.Peer.Codec;

/// <summary>Reads the values of fixed width (AMQP 1.0 part 1, section 1.6).</summary>
internal static class FixedValues
{
    public static object? Read(byte code, ReadOnlySpan<byte> bytes) => code switch
    {
        FormatCode.Null => null,
        FormatCode.True => true,
        FormatCode.False => false,
        FormatCode.Uint0 => 0u,
        FormatCode.Ulong0 => 0ul,
        FormatCode.List0 => new ListValue([]),
        FormatCode.Ubyte => bytes[0],
        FormatCode.Byte => (sbyte)bytes[0],
        FormatCode.SmallUint => (uint)bytes[0],
        FormatCode.SmallUlong => (ulong)bytes[0],
        FormatCode.SmallInt => (int)(sbyte)bytes[0],
        FormatCode.SmallLong => (long)(sbyte)bytes[0],
        FormatCode.Boolean => ReadBoolean(bytes[0]),
        FormatCode.Ushort => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        FormatCode.Short => BinaryPrimitives.ReadInt16BigEndian(bytes),
        FormatCode.Uint => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        FormatCode.Int => BinaryPrimitives.ReadInt32BigEndian(bytes),
        FormatCode.Float => BinaryPrimitives.ReadSingleBigEndian(bytes),
        FormatCode.Char => ReadChar(BinaryPrimitives.ReadUInt32BigEndian(bytes)),
        FormatCode.Ulong => BinaryPrimitives.ReadUInt64BigEndian(bytes),
        FormatCode.Long => BinaryPrimitives.ReadInt64BigEndian(bytes),
        FormatCode.Double => BinaryPrimitives.ReadDoubleBigEndian(bytes),
        FormatCode.Timestamp => new Timestamp(BinaryPrimitives.ReadInt64BigEndian(bytes)),
        FormatCode.Decimal32 or FormatCode.Decimal64 or FormatCode.Decimal128 => new RawDecimal(bytes.ToArray()),
        FormatCode.Uuid => new Guid(bytes, bigEndian: true),
        _ => throw new ViolationException($"0x{code:x2} is not a format code."),
    };

    private static bool ReadBoolean(byte value) => value switch
    {
        0 => false,
        1 => true,
        _ => throw new ViolationException($"0x{value:x2} is not a boolean."),
    };

    private static Rune ReadChar(uint value) =>
        Rune.TryCreate(value, out var rune) ? rune : throw new ViolationException($"0x{value:x} is not a character.");
}
