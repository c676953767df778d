using System.Text;

namespace Amqp1.Tests.Harness.Peer.Codec;

/// <summary>Chooses the format code with the shortest encoding of a value.</summary>
internal static class SmallestCode
{
    public static byte Of(object? value) => value switch
    {
        null => FormatCode.Null,
        true => FormatCode.True,
        false => FormatCode.False,
        byte => FormatCode.Ubyte,
        sbyte => FormatCode.Byte,
        ushort => FormatCode.Ushort,
        short => FormatCode.Short,
        uint number => number == 0 ? FormatCode.Uint0 : number <= byte.MaxValue ? FormatCode.SmallUint : FormatCode.Uint,
        ulong number => number == 0 ? FormatCode.Ulong0 : number <= byte.MaxValue ? FormatCode.SmallUlong : FormatCode.Ulong,
        int number => number is >= sbyte.MinValue and <= sbyte.MaxValue ? FormatCode.SmallInt : FormatCode.Int,
        long number => number is >= sbyte.MinValue and <= sbyte.MaxValue ? FormatCode.SmallLong : FormatCode.Long,
        float => FormatCode.Float,
        double => FormatCode.Double,
        Rune => FormatCode.Char,
        Timestamp => FormatCode.Timestamp,
        Guid => FormatCode.Uuid,
        RawDecimal { Bytes.Length: 4 } => FormatCode.Decimal32,
        RawDecimal { Bytes.Length: 8 } => FormatCode.Decimal64,
        RawDecimal { Bytes.Length: 16 } => FormatCode.Decimal128,
        byte[] bytes => bytes.Length <= byte.MaxValue ? FormatCode.Binary8 : FormatCode.Binary32,
        string text => Encoding.UTF8.GetByteCount(text) <= byte.MaxValue ? FormatCode.String8 : FormatCode.String32,
        SymbolText symbol => Encoding.UTF8.GetByteCount(symbol.Text) <= byte.MaxValue ? FormatCode.Symbol8 : FormatCode.Symbol32,
        ListValue { Items.Count: 0 } => FormatCode.List0,
        ListValue list => FitsSmall(list.Items.Count, CompoundWriter.ItemsOf(list)) ? FormatCode.List8 : FormatCode.List32,
        MapValue map => FitsSmall(2 * map.Entries.Count, CompoundWriter.ItemsOf(map)) ? FormatCode.Map8 : FormatCode.Map32,
        ArrayValue array => FitsSmall(array.Items.Count, CompoundWriter.ItemsOf(array)) ? FormatCode.Array8 : FormatCode.Array32,
        _ => throw new ArgumentException($"{value.GetType()} is not a type of AMQP.", nameof(value)),
    };

    /// <summary>Returns true if the size of the items, together with the byte of their count, fits into one byte.</summary>
    private static bool FitsSmall(int count, ByteWriter items) => count <= byte.MaxValue && items.Length + 1 <= byte.MaxValue;
}
