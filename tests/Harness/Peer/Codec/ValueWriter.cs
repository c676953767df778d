using System.Text;

namespace Amqp1.Tests.Harness.Peer.Codec;

/// <summary>
/// Writes values of any type in their shortest encoding (AMQP 1.0 part 1). Does not check the characters of symbols, because tests send
/// false ones.
/// </summary>
internal static class ValueWriter
{
    public static byte[] Encode(object? value)
    {
        var writer = new ByteWriter();
        Write(writer, value);
        return writer.Written.ToArray();
    }

    public static void Write(ByteWriter writer, object? value)
    {
        while (value is Described described)
        {
            writer.Byte(FormatCode.Described);
            Write(writer, described.Descriptor);
            value = described.Value;
        }

        var code = SmallestCode.Of(value);
        writer.Byte(code);
        WriteBody(writer, code, value);
    }

    /// <summary>Writes a value behind its format code.</summary>
    public static void WriteBody(ByteWriter writer, byte code, object? value)
    {
        if (FormatCode.WidthOf(code) is { } width)
        {
            WriteFixed(writer, width, value);
            return;
        }

        switch (value)
        {
            case ListValue list:
                CompoundWriter.Write(writer, code == FormatCode.List32, list.Items.Count, CompoundWriter.ItemsOf(list));
                break;
            case MapValue map:
                CompoundWriter.Write(writer, code == FormatCode.Map32, 2 * map.Entries.Count, CompoundWriter.ItemsOf(map));
                break;
            case ArrayValue array:
                CompoundWriter.Write(writer, code == FormatCode.Array32, array.Items.Count, CompoundWriter.ItemsOf(array));
                break;
            default:
                var bytes = VariableBytes(value);
                writer.Size(bytes.Length, isWide: code >= FormatCode.Binary32);
                writer.Bytes(bytes);
                break;
        }
    }

    private static void WriteFixed(ByteWriter writer, int width, object? value)
    {
        switch (value)
        {
            case Guid uuid:
                writer.Bytes(uuid.ToByteArray(bigEndian: true));
                break;
            case RawDecimal number when number.Bytes.Length == width:
                writer.Bytes(number.Bytes);
                break;
            default:
                writer.Integer(width == 0 ? 0 : Bits(value), width);
                break;
        }
    }

    private static ulong Bits(object? value) => value switch
    {
        bool flag => flag ? 1ul : 0,
        byte number => number,
        sbyte number => (ulong)number,
        ushort number => number,
        short number => (ulong)number,
        uint number => number,
        int number => (ulong)number,
        ulong number => number,
        long number => (ulong)number,
        float number => BitConverter.SingleToUInt32Bits(number),
        double number => BitConverter.DoubleToUInt64Bits(number),
        Rune character => (ulong)character.Value,
        Timestamp time => (ulong)time.Milliseconds,
        _ => throw new ArgumentException($"{value} is not a value of fixed width.", nameof(value)),
    };

    private static byte[] VariableBytes(object? value) => value switch
    {
        byte[] bytes => bytes,
        string text => Encoding.UTF8.GetBytes(text),
        SymbolText symbol => Encoding.UTF8.GetBytes(symbol.Text),
        _ => throw new ArgumentException($"{value} is not a value of variable width.", nameof(value)),
    };
}
