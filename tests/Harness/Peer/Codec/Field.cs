namespace Amqp1.Tests.Harness.Peer.Codec;

/// <summary>A field of a composite type.</summary>
/// <param name="Name">The name of the field in the specification.</param>
/// <param name="Type">The type of the field.</param>
/// <param name="IsMandatory">Whether the field must have a value.</param>
/// <param name="IsMultiple">Whether the field may be an array of its type.</param>
internal sealed record Field(string Name, FieldType Type, bool IsMandatory = false, bool IsMultiple = false)
{
    /// <summary>Checks a value and returns it, with its described lists as composites.</summary>
    public object? Read(object? value) => value switch
    {
        null when IsMandatory => throw new ViolationException($"The field {Name} is missing."),
        null => null,
        ArrayValue array when IsMultiple => array with { Items = [.. array.Items.Select(ReadOne)] },
        _ => ReadOne(value),
    };

    private object ReadOne(object? value) =>
        value is not null && Type.Read(value) is { } read ? read : throw new ViolationException($"The field {Name} is not of the type {Type.Name}.");
}
