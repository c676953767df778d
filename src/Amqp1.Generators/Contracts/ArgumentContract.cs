namespace Amqp1.Generators.Contracts;

/// <summary>An argument of a contract.</summary>
/// <param name="Name">The name on the wire.</param>
/// <param name="IsOptional">Whether a caller may omit it.</param>
/// <param name="Type">The type in C#.</param>
internal sealed record ArgumentContract(string Name, bool IsOptional, string Type)
{
    public override string ToString() => $"{Name}{(IsOptional ? "?" : "")}: {Type}";
}
