using System.Text.Json;
using Amqp1.Hosting.Internal;
using Amqp1.Notifications;
using Amqp1.Rpc;

namespace Amqp1.Hosting.Generated;

/// <summary>Creates a table of generated endpoints. All missing JSON metadata and all missing services are reported together.</summary>
internal static class GeneratedEndpoints
{
    /// <summary>Creates the table. Throws <see cref="InvalidEndpointException"/>.</summary>
    public static EndpointTable Load(IReadOnlyList<GeneratedEndpoint> endpoints, JsonSerializerOptions options, RegisteredServices services)
    {
        var json = new EndpointJson(options);
        var rpc = new List<RpcEndpointDescriptor>();
        var notifications = new List<NotificationEndpointDescriptor>();
        foreach (var endpoint in endpoints)
        {
            if (endpoint.Rpc is { } makeRpc)
            {
                rpc.Add(makeRpc(json));
            }

            if (endpoint.Notifications is { } makeNotifications)
            {
                notifications.Add(makeNotifications(json));
            }
        }

        IReadOnlyList<string> missing = [.. json.Missing, .. endpoints.SelectMany(services.MissingFor)];
        return missing.Count == 0
            ? new EndpointTable(rpc, notifications) { Factories = endpoints.ToDictionary(endpoint => endpoint.EndpointType, endpoint => endpoint.Create) }
            : throw new InvalidEndpointException(missing);
    }
}
