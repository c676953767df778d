namespace Amqp1.Generators.Contracts;

/// <summary>A property or field of a type on the wire, or a value of an enumeration.</summary>
/// <param name="Name">The name on the wire.</param>
/// <param name="IsRequired">Whether a value without it cannot be read.</param>
/// <param name="Type">The type in C#, or the number of an enumeration value.</param>
internal sealed record TypeMember(string Name, bool IsRequired, string Type)
{
    public override string ToString() => $"{(IsRequired ? "required " : "")}{Name}: {Type}";
}
