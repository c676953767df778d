using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Amqp1.Descriptions;

namespace Amqp1.Rpc;

/// <summary>
/// Describes a server to clients: its endpoints with their namespaces and versions, the methods with their arguments and results, and the
/// statistics. The description of the interface is made once, when it is asked for. Thread-safe.
/// </summary>
/// <param name="target">The topic, the server and the exchange.</param>
/// <param name="endpoints">The endpoints of the application.</param>
/// <param name="statistics">The statistics; null for a description without them.</param>
/// <param name="maxBytes">The maximum size of the interface as JSON. Methods that exceed it are left out and counted.</param>
internal sealed class ServerDescription(
    Target target, IReadOnlyList<RpcEndpointDescriptor> endpoints, ServerStatistics? statistics, int maxBytes = ServerDescription.MaxBytes)
{
    /// <summary>The default limit of the size, in bytes.</summary>
    public const int MaxBytes = 1 << 20;

    private readonly Lock _gate = new();
    private JsonObject? _interface;

    /// <summary>Returns the description as it is now. The caller may change it.</summary>
    public JsonObject Create()
    {
        JsonObject description;
        lock (_gate)
        {
            // Reading a JSON node from several threads is not safe.
            description = (JsonObject)(_interface ??= CreateInterface()).DeepClone();
        }

        if (statistics is not null)
        {
            description["since"] = statistics.Since.ToString("O", CultureInfo.InvariantCulture);
            AddStatistics(description, statistics);
        }

        return description;
    }

    private JsonObject CreateInterface()
    {
        var budget = maxBytes;
        var leftOut = 0;
        var paid = new HashSet<string>();
        var catalog = new SchemaCatalog("#/schemas/");
        var described = new JsonArray();
        foreach (var endpoint in endpoints)
        {
            var methods = new JsonArray();
            foreach (var method in MethodsOf(endpoint))
            {
                var node = MethodNode.Create(method, catalog);
                var added = UsedSchemas.Of(node, catalog.Schemas).Where(schema => !paid.Contains(schema.Key)).ToArray();
                var size = SizeOf(node) + added.Sum(schema => schema.Key.Length + SizeOf(schema.Value));
                if (size > budget)
                {
                    leftOut++;
                    continue;
                }

                budget -= size;
                paid.UnionWith(added.Select(schema => schema.Key));
                methods.Add((JsonNode)node);
            }

            described.Add((JsonNode)EndpointNode(endpoint, methods));
        }

        return Compose(described, catalog, leftOut);
    }

    private JsonObject Compose(JsonArray described, SchemaCatalog catalog, int leftOut)
    {
        var description = new JsonObject { ["topic"] = target.Topic, ["server"] = target.Server };
        if (target.Exchange is { } exchange)
        {
            description["exchange"] = exchange;
        }

        description["endpoints"] = described;
        description["schemas"] = UsedSchemas.Of(described, catalog.Schemas);
        if (leftOut > 0)
        {
            description["left_out"] = leftOut;
        }

        return description;
    }

    private static JsonObject EndpointNode(RpcEndpointDescriptor endpoint, JsonArray methods)
    {
        var node = new JsonObject { ["namespace"] = endpoint.Target.Namespace, ["version"] = endpoint.Target.Version ?? "1.0" };
        if (endpoint.LegacyNamespaces.Count > 0)
        {
            node["legacy_namespaces"] = new JsonArray([.. endpoint.LegacyNamespaces.Select(ns => JsonValue.Create(ns))]);
        }

        if (endpoint.Summary is { } summary)
        {
            node["description"] = summary;
        }

        node["methods"] = methods;
        return node;
    }

    /// <summary>Returns the methods that can be called, in the order in which they are described.</summary>
    private static IEnumerable<RpcMethodDescriptor> MethodsOf(RpcEndpointDescriptor endpoint) =>
        endpoint.Methods.Where(method => endpoint.Find(method.Name) is not null).OrderBy(method => method.Name, StringComparer.Ordinal);

    private void AddStatistics(JsonObject description, ServerStatistics counted)
    {
        foreach (var (endpoint, node) in endpoints.Zip(description["endpoints"]!.AsArray()))
        {
            foreach (var method in node!["methods"]!.AsArray())
            {
                if (endpoint.Find(method!["name"]!.GetValue<string>()) is { } descriptor && counted.Of(descriptor) is { } served)
                {
                    method["statistics"] = new JsonObject
                    {
                        ["calls"] = served.Calls,
                        ["failures"] = served.Failures,
                        ["mean_ms"] = Math.Round(served.Mean.TotalMilliseconds, 3),
                        ["longest_ms"] = Math.Round(served.Longest.TotalMilliseconds, 3),
                    };
                }
            }
        }
    }

    private static int SizeOf(JsonNode? node) => Encoding.UTF8.GetByteCount(node?.ToJsonString() ?? "null");
}
