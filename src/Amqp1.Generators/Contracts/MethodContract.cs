using System.Text.RegularExpressions;
using Amqp1.Generators.Models;

namespace Amqp1.Generators.Contracts;

/// <summary>
/// What a method of an endpoint promises its callers, and the line in the contracts file that says so:
/// <c>compute 1.1 build_instance(instance_id: string, flavor?: Flavor) -> Instance</c>.
/// </summary>
/// <param name="Target">Exchange, topic and namespace: <c>exchange/topic#namespace</c>, of which only the topic must be.</param>
/// <param name="Version">The version of its endpoint.</param>
/// <param name="Name">Its name on the wire.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Result">The type of its result in C#; empty for none.</param>
internal sealed record MethodContract(string Target, ContractVersion Version, string Name, EquatableArray<ArgumentContract> Arguments, string Result)
{
    private static readonly Regex Line = new(
        @"^(?<target>\S+) (?<version>\d+\.\d+) (?<name>[^\s(]+)\((?<arguments>.*)\)(?: -> (?<result>.+))?$", RegexOptions.CultureInvariant);

    private static readonly Regex Argument = new(@"^(?<name>[^\s:?]+)(?<optional>\?)?: (?<type>.+)$", RegexOptions.CultureInvariant);

    /// <summary>Null for a line that is none.</summary>
    public static MethodContract? Parse(string line)
    {
        var match = Line.Match(line);
        if (!match.Success || !ContractVersion.TryParse(match.Groups["version"].Value, out var version))
        {
            return null;
        }

        var arguments = CommaList.Split(match.Groups["arguments"].Value).Select(text => Argument.Match(text)).ToArray();
        return arguments.All(argument => argument.Success)
            ? new MethodContract(
                match.Groups["target"].Value,
                version,
                match.Groups["name"].Value,
                new(arguments.Select(argument => new ArgumentContract(argument.Groups["name"].Value, argument.Groups["optional"].Success, argument.Groups["type"].Value))),
                match.Groups["result"].Value)
            : null;
    }

    public override string ToString() => $"{Target} {Version} {Name}({string.Join(", ", Arguments)}){(Result.Length == 0 ? "" : " -> " + Result)}";

    /// <summary>Whether callers of the other one, of the same target and major version, can do with this.</summary>
    public bool Serves(MethodContract other) =>
        (other.Result.Length == 0 || other.Result == Result)
        && other.Arguments.All(had => Arguments.Any(has => has.Name == had.Name && Takes(has, had)))
        && Arguments.All(has => has.IsOptional || other.Arguments.Any(had => had.Name == has.Name));

    private static bool Takes(ArgumentContract has, ArgumentContract had) =>
        (has.Type == had.Type || has.Type == had.Type + "?") && (has.IsOptional || !had.IsOptional);
}
