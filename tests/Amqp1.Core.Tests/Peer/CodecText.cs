using Amqp1.Tests.Harness.Peer.Codec;

namespace Amqp1.Core.Tests.Peer;

/// <summary>Writes values of the peer's codec as text, so that two values can be compared. The encoding of arrays is left out.</summary>
internal static class CodecText
{
    public static string Of(object? value) => value switch
    {
        null => "null",
        Composite composite => Of(composite.ToDescribed()),
        Described described => $"@{Of(described.Descriptor)} {Of(described.Value)}",
        ListValue list => $"[{Join(list.Items)}]",
        ArrayValue array => $"array[{Join(array.Items.Select(array.Constructor.Describe))}]",
        MapValue map => $"{{{string.Join(", ", map.Entries.Select(static entry => $"{Of(entry.Key)}: {Of(entry.Value)}"))}}}",
        byte[] bytes => $"binary {Convert.ToHexString(bytes)}",
        RawDecimal number => $"decimal {Convert.ToHexString(number.Bytes)}",
        float number => $"float {BitConverter.SingleToUInt32Bits(number):x}",
        double number => $"double {BitConverter.DoubleToUInt64Bits(number):x}",
        Timestamp time => $"timestamp {time.Milliseconds}",
        SymbolText symbol => $"symbol {symbol.Text}",
        _ => $"{value.GetType().Name} {value}",
    };

    private static string Join(IEnumerable<object?> items) => string.Join(", ", items.Select(Of));
}
