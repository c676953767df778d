namespace Amqp1.Cli.Commands.Descriptions;

/// <summary>An endpoint or a client of an assembly.</summary>
/// <param name="Kind"><c>rpc endpoint</c>, <c>rpc client</c> or <c>notification endpoint</c>.</param>
/// <param name="Type">The full name of the type.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Settings">The other settings of its attribute, such as <c>Version</c>.</param>
/// <param name="Members">The methods.</param>
internal sealed record DescribedType(
    string Kind, string Type, string Topic, IReadOnlyList<KeyValuePair<string, string>> Settings, IReadOnlyList<DescribedMember> Members);
