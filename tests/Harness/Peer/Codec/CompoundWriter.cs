namespace Amqp1.Tests.Harness.Peer.Codec;

/// <summary>Writes lists, maps and arrays behind their format code (AMQP 1.0 part 1, sections 1.6.22 to 1.6.24).</summary>
internal static class CompoundWriter
{
    public static void Write(ByteWriter writer, bool isWide, int count, ByteWriter items)
    {
        writer.Size(items.Length + (isWide ? 4 : 1), isWide);
        writer.Size(count, isWide);
        writer.Bytes(items.Written);
    }

    public static ByteWriter ItemsOf(ListValue list)
    {
        var items = new ByteWriter();
        foreach (var item in list.Items)
        {
            ValueWriter.Write(items, item);
        }

        return items;
    }

    public static ByteWriter ItemsOf(MapValue map)
    {
        var items = new ByteWriter();
        foreach (var (key, value) in map.Entries)
        {
            ValueWriter.Write(items, key);
            ValueWriter.Write(items, value);
        }

        return items;
    }

    /// <summary>Returns the constructor of an array and its items.</summary>
    public static ByteWriter ItemsOf(ArrayValue array)
    {
        var items = new ByteWriter();
        foreach (var descriptor in array.Constructor.Descriptors)
        {
            items.Byte(FormatCode.Described);
            ValueWriter.Write(items, descriptor);
        }

        items.Byte(array.Constructor.Code);
        foreach (var item in array.Items)
        {
            ValueWriter.WriteBody(items, array.Constructor.Code, item);
        }

        return items;
    }
}
