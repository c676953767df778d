namespace Amqp1.Tests.Harness.Peer.Codec;

/// <summary>Reads described lists as values of composite types, and checks every field.</summary>
internal static class CompositeReader
{
    /// <summary>Reads a described list of one of the types. Another descriptor throws a <see cref="ViolationException"/>.</summary>
    public static Composite Read(object? value, IReadOnlyList<CompositeType> types) =>
        value is Described described && TryRead(described, types) is { } read
            ? read
            : throw new ViolationException($"A value with the descriptor {(value as Described)?.Descriptor ?? "none"} is not expected here.");

    /// <summary>Returns null if the descriptor is not that of one of the types.</summary>
    public static Composite? TryRead(Described described, IReadOnlyList<CompositeType> types)
    {
        var type = types.FirstOrDefault(one => one.IsDescribedBy(described.Descriptor));
        if (type is null)
        {
            return null;
        }

        if (described.Value is not ListValue list)
        {
            throw new ViolationException($"The value of {type} is not a list.");
        }

        if (list.Items.Count > type.Fields.Count)
        {
            throw new ViolationException($"A list of {list.Items.Count} fields is not a valid {type}, which has {type.Fields.Count} fields.");
        }

        return new Composite(type, [.. type.Fields.Select((field, i) => ReadField(type, field, i < list.Items.Count ? list.Items[i] : null))]);
    }

    private static object? ReadField(CompositeType type, Field field, object? value)
    {
        try
        {
            return field.Read(value);
        }
        catch (ViolationException violation)
        {
            throw new ViolationException($"{type}: {violation.Message}");
        }
    }
}
