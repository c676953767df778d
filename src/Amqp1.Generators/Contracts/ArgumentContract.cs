namespace Amqp1.Generators.Contracts;

/// <summary>An argument of a contract.</summary>
/// <param name="Name">Its name on the wire.</param>
/// <param name="IsOptional">Whether a caller may leave it out.</param>
/// <param name="Type">Its type in C#.</param>
internal sealed record ArgumentContract(string Name, bool IsOptional, string Type)
{
    public override string ToString() => $"{Name}{(IsOptional ? "?" : "")}: {Type}";
}
