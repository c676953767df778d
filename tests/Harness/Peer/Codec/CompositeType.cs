namespace Amqp1.Tests.Harness.Peer.Codec;

/// <summary>A composite type: a described list whose items have names and types.</summary>
/// <param name="Name">The name of the type in the specification.</param>
/// <param name="Code">The number of its descriptor.</param>
/// <param name="Fields">The fields in the order of the list.</param>
internal sealed record CompositeType(string Name, ulong Code, params IReadOnlyList<Field> Fields)
{
    /// <summary>Returns true if a descriptor is the number or the symbol of this type.</summary>
    public bool IsDescribedBy(object? descriptor) => descriptor switch
    {
        ulong code => code == Code,
        SymbolText symbol => symbol.Text == $"amqp:{Name}:list",
        _ => false,
    };

    public int IndexOf(string field)
    {
        for (var i = 0; i < Fields.Count; i++)
        {
            if (Fields[i].Name == field)
            {
                return i;
            }
        }

        throw new ArgumentException($"The type {Name} has no field {field}.", nameof(field));
    }

    public override string ToString() => Name;
}
