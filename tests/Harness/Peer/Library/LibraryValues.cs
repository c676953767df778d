using System.Collections;
using System.Text;
using Amqp.Types;
using Amqp1.Tests.Harness.Peer.Codec;
using Described = Amqp1.Tests.Harness.Peer.Codec.Described;

namespace Amqp1.Tests.Harness.Peer.Library;

/// <summary>Converts single values between the codec of the peer and the types of AMQPNetLite.</summary>
internal static class LibraryValues
{
    public static object? ToCodec(object? value) => value switch
    {
        Symbol symbol => new SymbolText(symbol),
        char character => new Rune(character),
        DateTime time => new Timestamp((long)(time.ToUniversalTime() - DateTime.UnixEpoch).TotalMilliseconds),
        Amqp.Types.Decimal number => new RawDecimal(number.Bytes),
        Amqp.Framing.SenderSettleMode mode => (byte)mode,
        Amqp.Framing.ReceiverSettleMode mode => (byte)mode,
        Amqp.Sasl.SaslCode code => (byte)code,
        DescribedValue described => new Described(ToCodec(described.Descriptor), ToCodec(described.Value)),
        DescribedList body => LibraryTypes.ToComposite(body),
        Map map => ToMap(map),

        // The type is compared, because the pattern byte[] matches arrays of signed bytes too.
        Array array when array.GetType() != typeof(byte[]) => ArrayValue.Of(array.Cast<object?>().Select(ToCodec)),
        IList list and not Array => new ListValue([.. list.Cast<object?>().Select(ToCodec)]),
        _ => value,
    };

    public static MapValue ToMap(Map map) => new([.. map.Select(static entry => KeyValuePair.Create(ToCodec(entry.Key), ToCodec(entry.Value)))]);

    public static object? FromCodec(object? value) => value switch
    {
        SymbolText symbol => new Symbol(symbol.Text),
        Rune character => (char)character.Value,
        Timestamp time => DateTime.UnixEpoch.AddMilliseconds(time.Milliseconds),
        RawDecimal number => new Amqp.Types.Decimal(number.Bytes),
        Described described => new DescribedValue(FromCodec(described.Descriptor), FromCodec(described.Value)),
        Composite composite => LibraryTypes.FromComposite(composite),
        MapValue map => FromMap(map, new Map()),
        ListValue list => FromList(list),
        ArrayValue array => FromArray(array),
        _ => value,
    };

    /// <summary>Converts a value for a property of a class of AMQPNetLite.</summary>
    public static object? FromCodec(object? value, Type property) => value switch
    {
        MapValue map when property == typeof(Fields) => FromMap(map, new Fields()),
        SymbolText symbol when property == typeof(Symbol[]) => new[] { new Symbol(symbol.Text) },
        byte code when property.IsEnum => Enum.ToObject(property, code),
        _ => FromCodec(value),
    };

    public static Map FromMap(MapValue map, Map into)
    {
        foreach (var (key, value) in map.Entries)
        {
            into[FromCodec(key)!] = FromCodec(value);
        }

        return into;
    }

    public static List FromList(ListValue list)
    {
        var made = new List();
        foreach (var item in list.Items)
        {
            made.Add(FromCodec(item));
        }

        return made;
    }

    private static Array FromArray(ArrayValue array)
    {
        object?[] items = [.. array.Items.Select(array.Constructor.Describe).Select(FromCodec)];
        var made = Array.CreateInstance(items.FirstOrDefault()?.GetType() ?? typeof(Symbol), items.Length);
        items.CopyTo(made, 0);
        return made;
    }
}
