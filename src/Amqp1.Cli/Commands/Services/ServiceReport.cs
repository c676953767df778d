using System.Globalization;
using System.Text.Json.Nodes;
using Amqp1.Cli.Output;
using Amqp1.Descriptions;

namespace Amqp1.Cli.Commands.Services;

/// <summary>Writes the description of a server as text. Texts of the server are cleaned.</summary>
internal static class ServiceReport
{
    private const int MaxLength = 4096;

    /// <summary>Writes the endpoints with their methods, and the named types.</summary>
    public static void Write(Terminal terminal, DescribedService service)
    {
        Line(terminal, "", $"{service.Topic} on {service.Server ?? "(unknown)"}{(service.Since is { } since ? $", counting since {since}" : "")}");
        foreach (var endpoint in service.Endpoints)
        {
            Line(terminal, "  ", $"version {endpoint.Version}{(endpoint.Namespace is { } ns ? $", namespace {ns}" : "")}{(endpoint.Description is { } text ? $": {text}" : "")}");
            foreach (var method in endpoint.Methods)
            {
                Line(terminal, "    ", $"{Signature(method)}{Statistics(method)}");
                if (method.Description is { } description)
                {
                    Line(terminal, "        ", description);
                }

                foreach (var parameter in (method.Parameters ?? []).Where(parameter => parameter.Description is not null))
                {
                    Line(terminal, "        ", $"{parameter.Name}: {parameter.Description}");
                }
            }
        }

        foreach (var (name, schema) in service.Schemas)
        {
            Line(terminal, "  ", $"{name} = {Members(schema)}");
        }

        if (service.LeftOut > 0)
        {
            Line(terminal, "  ", $"{service.LeftOut} more methods did not fit into the answer.");
        }
    }

    private static string Signature(DescribedMethod method)
    {
        var arguments = method.Parameters is { } parameters
            ? string.Join(", ", parameters.Select(parameter => $"{parameter.Name}{(parameter.IsRequired ? "" : "?")}: {SchemaText.Of(parameter.Schema)}"))
            : "...";
        return $"{method.Name}({arguments}){(method.Result is { } result ? $" -> {(method.IsStream ? "stream of " : "")}{SchemaText.Of(result)}" : "")}";
    }

    private static string Statistics(DescribedMethod method) => method.Statistics is { } counted && counted.Number("calls") is > 0 and var calls
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"  [{calls} calls, {counted.Number("failures") ?? 0} failed, mean {counted.Number("mean_ms") ?? 0} ms, longest {counted.Number("longest_ms") ?? 0} ms]")
        : "";

    private static string Members(JsonNode? schema) => schema.Part("properties") is JsonObject properties
        ? $"{{ {string.Join(", ", properties.Select(property => $"{property.Key}: {SchemaText.Of(property.Value)}"))} }}"
        : SchemaText.Of(schema);

    private static void Line(Terminal terminal, string indent, string text) => terminal.WriteLine(indent + PeerText.Clean(text, MaxLength));
}
