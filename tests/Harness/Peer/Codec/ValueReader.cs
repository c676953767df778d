namespace Amqp1.Tests.Harness.Peer.Codec;

/// <summary>
/// Reads values of any type (AMQP 1.0 part 1). Bytes that are not a valid encoding throw a <see cref="ViolationException"/>.
/// </summary>
/// <remarks>
/// Integers, booleans, floating-point numbers, UUIDs, strings and binaries become their .NET types, and characters become a
/// <see cref="System.Text.Rune"/>. Each other type has a class of its own in this folder.
/// </remarks>
internal static class ValueReader
{
    /// <summary>The number of nested values after which a value is refused, so that the stack cannot overflow.</summary>
    private const int MaxDepth = 64;

    /// <summary>The number of items above which an array of values without bytes is refused, so that it cannot fill the memory.</summary>
    private const uint MaxEmptyItems = 65_536;

    public static object? Read(ByteReader reader) => Read(reader, 0);

    private static object? Read(ByteReader reader, int depth)
    {
        var constructor = ReadConstructor(reader, depth);
        return constructor.Describe(ReadBody(reader, constructor.Code, depth));
    }

    private static Constructor ReadConstructor(ByteReader reader, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new ViolationException($"More than {MaxDepth} values are nested.");
        }

        List<object?> descriptors = [];
        var code = reader.Byte();
        while (code == FormatCode.Described)
        {
            descriptors.Add(Read(reader, depth + descriptors.Count + 1));
            code = reader.Byte();
        }

        return new Constructor(code, descriptors);
    }

    private static object? ReadBody(ByteReader reader, byte code, int depth)
    {
        if (FormatCode.WidthOf(code) is { } width)
        {
            return FixedValues.Read(code, reader.Take((uint)width));
        }

        switch (code)
        {
            case FormatCode.List8 or FormatCode.List32:
                return ReadList(reader, code == FormatCode.List32, depth);
            case FormatCode.Map8 or FormatCode.Map32:
                return ReadMap(reader, code == FormatCode.Map32, depth);
            case FormatCode.Array8 or FormatCode.Array32:
                return ReadArray(reader, code == FormatCode.Array32, depth);
            default:
                return VariableValues.Read(code, reader.Take(reader.Size(isWide: code >= FormatCode.Binary32)));
        }
    }

    private static ListValue ReadList(ByteReader reader, bool isWide, int depth)
    {
        var part = reader.Part(reader.Size(isWide));
        return new ListValue(ReadItems(part, part.Size(isWide), depth));
    }

    private static MapValue ReadMap(ByteReader reader, bool isWide, int depth)
    {
        var part = reader.Part(reader.Size(isWide));
        var count = part.Size(isWide);
        if (count % 2 != 0)
        {
            throw new ViolationException($"A map has {count} items, which is not a whole number of pairs.");
        }

        var items = ReadItems(part, count, depth);
        var entries = items.Chunk(2).Select(static pair => KeyValuePair.Create(pair[0], pair[1])).ToArray();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        return entries.All(entry => keys.Add(Convert.ToHexString(ValueWriter.Encode(entry.Key))))
            ? new MapValue(entries)
            : throw new ViolationException("A map has a key twice.");
    }

    private static ArrayValue ReadArray(ByteReader reader, bool isWide, int depth)
    {
        var part = reader.Part(reader.Size(isWide));
        var count = part.Size(isWide);
        var constructor = ReadConstructor(part, depth + 1);
        var fits = FormatCode.WidthOf(constructor.Code) == 0 ? count <= MaxEmptyItems : count <= part.Remaining;
        if (!fits)
        {
            throw new ViolationException($"An array announces {count} items in {part.Remaining} bytes.");
        }

        var items = new List<object?>();
        for (var i = 0u; i < count; i++)
        {
            items.Add(ReadBody(part, constructor.Code, depth + 1));
        }

        return Complete(part, new ArrayValue(constructor, items));
    }

    private static List<object?> ReadItems(ByteReader part, uint count, int depth)
    {
        var items = new List<object?>();
        for (var i = 0u; i < count; i++)
        {
            items.Add(Read(part, depth + 1));
        }

        return Complete(part, items);
    }

    private static T Complete<T>(ByteReader part, T value) => part.Remaining == 0
        ? value
        : throw new ViolationException($"A compound value has {part.Remaining} bytes after its last item.");
}
