namespace Amqp1.Tests.Harness.Peer.Codec;

/// <summary>A value of the type array. The items are values without the descriptors of the constructor.</summary>
internal sealed record ArrayValue(Constructor Constructor, IReadOnlyList<object?> Items)
{
    /// <summary>Returns an array of items of one type, with a format code that fits every item.</summary>
    public static ArrayValue Of(IEnumerable<object?> items)
    {
        object?[] all = [.. items];
        return new ArrayValue(new Constructor(CodeFor(all), []), all);
    }

    private static byte CodeFor(object?[] items) => items.FirstOrDefault() switch
    {
        bool => FormatCode.Boolean,
        uint => FormatCode.Uint,
        ulong => FormatCode.Ulong,
        int => FormatCode.Int,
        long => FormatCode.Long,
        ListValue => FormatCode.List32,
        MapValue => FormatCode.Map32,
        ArrayValue => FormatCode.Array32,

        // The codes of long values are greater than those of short values of the same type.
        byte[] or string or SymbolText => items.Max(SmallestCode.Of),
        var first => SmallestCode.Of(first),
    };
}
