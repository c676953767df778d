using System.CommandLine;
using System.Text.Json.Nodes;
using Amqp1.Cli.Commands.Descriptions;
using Amqp1.Cli.Execution;

namespace Amqp1.Cli.Commands;

/// <summary>Lists the endpoints and clients of an assembly.</summary>
internal sealed class DescribeCommand : ToolCommand
{
    private readonly Argument<string> _assembly = new("assembly") { Description = "The assembly of a service (.dll)." };

    public DescribeCommand()
        : base("describe", "Lists the topics that an assembly serves, calls and listens to, with their methods. No code of the assembly runs.") =>
        Arguments.Add(_assembly);

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
    [
        "amqp1 describe bin/Release/net10.0/ComputeService.dll",
        "amqp1 describe ComputeService.dll --json | jq -r '.[].topic'",
    ];

    /// <inheritdoc />
    public override Task<int> RunAsync(CommandRun run)
    {
        var types = AssemblyDescription.Read(run.Get(_assembly));
        if (run.Terminal.IsJson)
        {
            run.Terminal.WriteJson(new JsonArray([.. types.Select(ToJson)]));
            return Task.FromResult(ExitCode.Success);
        }

        foreach (var type in types)
        {
            var settings = string.Concat(type.Settings.Select(setting => $" {setting.Key}={setting.Value}"));
            run.Terminal.WriteLine($"{type.Kind} {type.Topic}{settings}: {type.Type}");
            foreach (var member in type.Members)
            {
                run.Terminal.WriteLine($"    {member}");
            }
        }

        if (types.Count == 0)
        {
            run.Terminal.WriteNote("The assembly has neither endpoints nor clients.");
        }

        return Task.FromResult(ExitCode.Success);
    }

    private static JsonNode ToJson(DescribedType type) => new JsonObject
    {
        ["kind"] = type.Kind,
        ["topic"] = type.Topic,
        ["type"] = type.Type,
        ["settings"] = new JsonObject(type.Settings.Select(setting => KeyValuePair.Create(setting.Key, (JsonNode?)JsonValue.Create(setting.Value)))),
        ["methods"] = new JsonArray([.. type.Members.Select(member => new JsonObject
        {
            ["name"] = member.Name,
            ["arguments"] = new JsonArray([.. member.Arguments.Select(argument => JsonValue.Create(argument))]),
            ["result"] = member.Result,
        })]),
    };
}
