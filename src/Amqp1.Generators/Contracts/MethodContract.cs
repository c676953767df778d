using System.Text.RegularExpressions;
using Amqp1.Generators.Models;

namespace Amqp1.Generators.Contracts;

/// <summary>
/// The contract of an endpoint method, and its line in the contracts file:
/// <c>compute 1.1 build_instance(instance_id: string, flavor?: Flavor) -> Instance</c>.
/// </summary>
/// <param name="Target">The exchange, topic and namespace: <c>exchange/topic#namespace</c>. Only the topic is required.</param>
/// <param name="Version">The version of its endpoint.</param>
/// <param name="Name">The name on the wire.</param>
/// <param name="Arguments">The arguments.</param>
/// <param name="Result">The type of the result in C#, after <c>stream</c> that of its items; empty if there is none.</param>
internal sealed record MethodContract(string Target, ContractVersion Version, string Name, EquatableArray<ArgumentContract> Arguments, string Result)
{
    private static readonly Regex Line = new(
        @"^(?<target>\S+) (?<version>\d+\.\d+) (?<name>[^\s(]+)\((?<arguments>.*)\)(?: -> (?<result>.+))?$", RegexOptions.CultureInvariant);

    private static readonly Regex Argument = new(@"^(?<name>[^\s:?]+)(?<optional>\?)?: (?<type>.+)$", RegexOptions.CultureInvariant);

    /// <summary>Reads a line; null if it is not a contract.</summary>
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

    /// <summary>Returns whether callers of the other contract, of the same target and major version, can use this one.</summary>
    public bool Serves(MethodContract other) =>
        (other.Result.Length == 0 || other.Result == Result)
        && other.Arguments.All(had => Arguments.Any(has => has.Name == had.Name && Takes(has, had)))
        && Arguments.All(has => has.IsOptional || other.Arguments.Any(had => had.Name == has.Name));

    private static bool Takes(ArgumentContract has, ArgumentContract had) =>
        (has.Type == had.Type || has.Type == had.Type + "?") && (has.IsOptional || !had.IsOptional);
}
