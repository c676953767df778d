namespace Amqp1.Cli.Commands.Descriptions;

/// <summary>A method of a described type.</summary>
/// <param name="Name">The wire name of the method, or the priority of a notification handler.</param>
/// <param name="Arguments">The arguments, such as <c>instance_id: string</c>.</param>
/// <param name="Result">The type of the result; empty for none.</param>
internal sealed record DescribedMember(string Name, IReadOnlyList<string> Arguments, string Result)
{
    /// <inheritdoc />
    public override string ToString() => $"{Name}({string.Join(", ", Arguments)}){(Result.Length == 0 ? "" : $" -> {Result}")}";
}
