using System.Text.Json.Nodes;
using Amqp1.Cli.Output;

namespace Amqp1.Cli.Commands.Descriptions;

/// <summary>Writes the endpoints and clients of an assembly.</summary>
internal static class AssemblyReport
{
    /// <summary>Writes a line for each type and each member, or a JSON array.</summary>
    public static void Write(Terminal terminal, IReadOnlyList<DescribedType> types)
    {
        if (terminal.IsJson)
        {
            terminal.WriteJson(new JsonArray([.. types.Select(ToJson)]));
            return;
        }

        foreach (var type in types)
        {
            var settings = string.Concat(type.Settings.Select(setting => $" {setting.Key}={setting.Value}"));
            terminal.WriteLine($"{type.Kind} {type.Topic}{settings}: {type.Type}");
            foreach (var member in type.Members)
            {
                terminal.WriteLine($"    {member}");
            }
        }

        if (types.Count == 0)
        {
            terminal.WriteNote("The assembly has neither endpoints nor clients.");
        }
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
