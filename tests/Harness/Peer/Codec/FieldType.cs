namespace Amqp1.Tests.Harness.Peer.Codec;

/// <summary>The type of a field.</summary>
/// <param name="Name">The name of the type in the specification.</param>
/// <param name="Read">Returns the value of the type that a decoded value stands for; null if the decoded value is not of the type.</param>
internal sealed record FieldType(string Name, Func<object, object?> Read)
{
    /// <summary>Returns a type whose values are those of a .NET type, or some of them.</summary>
    public static FieldType Of<T>(string name, Func<T, bool>? isValid = null) =>
        new(name, value => value is T typed && isValid?.Invoke(typed) != false ? value : null);

    /// <summary>Returns a type whose values are those of some composite types.</summary>
    /// <param name="name">The name of the type.</param>
    /// <param name="types">Returns the composite types. It is called when a value is read, so that tables can refer to each other.</param>
    public static FieldType OfComposites(string name, Func<IReadOnlyList<CompositeType>> types) =>
        new(name, value => value is Described described ? CompositeReader.TryRead(described, types()) : null);
}
