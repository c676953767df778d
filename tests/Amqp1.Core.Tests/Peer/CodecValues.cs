using System.Collections.Immutable;
using System.Text;
using Amqp1.Tests.Harness.Peer.Codec;
using CsCheck;

namespace Amqp1.Core.Tests.Peer;

/// <summary>Generates values of the peer's codec that AMQPNetLite can represent.</summary>
internal static class CodecValues
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.Char['\0', '\ud7ff'].Array[0, 12].Select(static c => new string(c)), Gen.Char['a', 'z'].Array[250, 260].Select(static c => new string(c)));

    private static readonly Gen<SymbolText> Symbol = Gen.Char['\0', '\x7f'].Array[0, 12].Select(static c => new SymbolText(new string(c)));

    private static readonly Gen<Timestamp> Time = Gen.Long[-1_000_000_000_000, 4_000_000_000_000].Select(static time => new Timestamp(time));

    private static readonly Gen<object?>[] Items =
    [
        Gen.Bool.Select(Box), Gen.SByte.Select(Box), Gen.UShort.Select(Box), Gen.Short.Select(Box),
        Gen.OneOf(Gen.UInt[0, 260], Gen.UInt).Select(Box), Gen.OneOf(Gen.Int[-130, 130], Gen.Int).Select(Box),
        Gen.OneOf(Gen.ULong[0, 260], Gen.ULong).Select(Box), Gen.OneOf(Gen.Long[-130, 130], Gen.Long).Select(Box),
        Gen.Float.Select(Box), Gen.Double.Select(Box), Gen.Guid.Select(Box), Time.Select(Box), Text.Select(Box), Symbol.Select(Box),
        Gen.Char['\0', '\ud7ff'].Select(static c => Box(new Rune(c))), Gen.OneOf(Gen.Byte.Array[0, 12], Gen.Byte.Array[250, 260]).Select(Box),
        Decimal(4), Decimal(8), Decimal(16),
    ];

    private static readonly Gen<object?> Scalar = Gen.OneOf([.. Items, Gen.Byte.Select(Box), Gen.Const((object?)null)]);

    private static readonly Gen<object?> Key = Gen.OneOf(Text.Select(Box), Symbol.Select(Box), Gen.ULong.Select(Box));

    /// <summary>Descriptors of types that are not part of AMQP.</summary>
    private static readonly Gen<object?> Descriptor =
        Gen.OneOf(Gen.ULong[1ul << 32, ulong.MaxValue].Select(Box), Symbol.Select(static symbol => Box(new SymbolText($"test:{symbol.Text}"))));

    public static Gen<object?> Any { get; } = Gen.Recursive<object?>(static (depth, value) => depth > 3
        ? Scalar
        : Gen.OneOf(
            Scalar,
            List(value).Select(Box),
            Map(Key, value).Select(Box),
            Gen.OneOf([.. Items.Select(static item => item.Array[1, 4].Select(static items => Box(ArrayValue.Of(items))))]),
            Gen.Select(Descriptor, value, static (descriptor, described) => Box(new Described(descriptor, described)))));

    public static Gen<MapValue> SymbolMap { get; } = Map(Symbol.Select(Box), Scalar);

    public static Gen<MapValue> TextMap { get; } = Map(Text.Select(Box), Scalar);

    private static readonly Dictionary<FieldType, Gen<object?>> ByType = new()
    {
        [FieldTypes.Any] = Any,
        [FieldTypes.Boolean] = Gen.Bool.Select(Box),
        [FieldTypes.Ubyte] = Gen.Byte.Select(Box),
        [FieldTypes.Ushort] = Gen.UShort.Select(Box),
        [FieldTypes.Uint] = Gen.OneOf(Gen.UInt[0, 260], Gen.UInt).Select(Box),
        [FieldTypes.Ulong] = Gen.ULong.Select(Box),
        [FieldTypes.String] = Text.Select(Box),
        [FieldTypes.Symbol] = Symbol.Select(Box),
        [FieldTypes.Binary] = Gen.Byte.Array[0, 20].Select(Box),
        [FieldTypes.Timestamp] = Time.Select(Box),
        [FieldTypes.Map] = TextMap.Select(Box),
        [FieldTypes.Fields] = SymbolMap.Select(Box),
        [FieldTypes.FilterSet] = Map(Symbol.Select(Box), Text.Select(static text => Box(new Described(new SymbolText("test:filter"), text)))).Select(Box),
        [FieldTypes.MaxFrameSize] = Gen.UInt[512, uint.MaxValue].Select(Box),
        [FieldTypes.DeliveryTag] = Gen.Byte.Array[0, 32].Select(Box),
        [FieldTypes.SenderSettleMode] = Gen.Byte[0, 2].Select(Box),
        [FieldTypes.ReceiverSettleMode] = Gen.Byte[0, 1].Select(Box),
        [FieldTypes.SaslCode] = Gen.Byte[0, 4].Select(Box),
        [FieldTypes.Durability] = Gen.UInt[0, 2].Select(Box),
        [FieldTypes.DistributionMode] = Gen.OneOfConst("move", "copy").Select(static text => Box(new SymbolText(text))),
        [FieldTypes.ExpiryPolicy] = Gen.OneOfConst("link-detach", "session-end", "connection-close", "never").Select(static text => Box(new SymbolText(text))),
        [FieldTypes.MessageId] = Gen.OneOf(Gen.ULong.Select(Box), Gen.Guid.Select(Box), Gen.Byte.Array[0, 9].Select(Box), Text.Select(Box)),
    };

    /// <summary>Returns a generator of values of a composite type. Optional fields are present in half of them.</summary>
    public static Gen<Composite> Of(CompositeType type) => type.Fields
        .Select(static field => field.IsMandatory ? Of(field) : Gen.Select(Gen.Bool, Of(field), static (isPresent, value) => isPresent ? value : null))
        .Aggregate(
            Gen.Const(ImmutableList<object?>.Empty), static (values, next) => Gen.Select(values, next, static (list, value) => list.Add(value)))
        .Select(values => new Composite(type, values));

    private static Gen<object?> Of(Field field) =>
        field.IsMultiple ? Of(field.Type).Array[1, 3].Select(static items => Box(ArrayValue.Of(items))) : Of(field.Type);

    private static Gen<object?> Of(FieldType type) => ByType.GetValueOrDefault(type) ?? type.Name switch
    {
        "error" => Of(Performatives.Error).Select(Box),
        "source" => Of(Termini.Source).Select(Box),
        "target" => Of(Termini.Target).Select(Box),
        "outcome" or "delivery-state" => Gen.OneOf([.. DeliveryStates.Outcomes.Select(static one => Of(one).Select(Box))]),
        _ => throw new ArgumentException($"The type {type.Name} has no generator.", nameof(type)),
    };

    /// <summary>Returns lists without nulls at their end, which AMQPNetLite does not write.</summary>
    public static Gen<ListValue> List(Gen<object?> item) => item.Array[0, 4].Select(static items => new ListValue(
        [.. items.Take(Array.FindLastIndex(items, static one => one is not null) + 1)]));

    private static Gen<MapValue> Map(Gen<object?> key, Gen<object?> value) => Gen.Select(key, value).Array[0, 4].Select(static pairs => new MapValue(
        [.. pairs.DistinctBy(static pair => CodecText.Of(pair.Item1)).Select(static pair => KeyValuePair.Create(pair.Item1, pair.Item2))]));

    private static Gen<object?> Decimal(int width) => Gen.Byte.Array[width].Select(static bytes => Box(new RawDecimal(bytes)));

    private static object? Box<T>(T value) => value;
}
