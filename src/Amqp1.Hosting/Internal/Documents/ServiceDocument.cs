using System.Text.Json.Nodes;
using Amqp1.Descriptions;
using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Hosting.Internal;

/// <summary>Writes the AsyncAPI document of an instance of messaging.</summary>
internal static class ServiceDocument
{
    /// <summary>Returns the document.</summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="key">The key of the instance; null for the instance without a key.</param>
    public static JsonObject Create(IServiceProvider services, string? key)
    {
        var table = services.GetRequiredKeyedService<EndpointTable>(key);
        var version = table.Rpc.Select(endpoint => endpoint.Target.Version).FirstOrDefault(given => given is not null) ?? "1.0";
        var document = new AsyncApiDocument(services.GetRequiredService<IHostEnvironment>().ApplicationName, version);
        foreach (var topic in table.Rpc.GroupBy(endpoint => (endpoint.Target.Exchange, endpoint.Target.Topic)))
        {
            var target = new Target { Exchange = topic.Key.Exchange, Topic = topic.Key.Topic };
            document.Add(DescribedService.Read(new ServerDescription(target, [.. topic], statistics: null, maxBytes: int.MaxValue).Create()));
        }

        foreach (var topic in table.Notifications.GroupBy(endpoint => endpoint.Topic))
        {
            var catalog = new SchemaCatalog("#/schemas/");
            document.AddNotifications(topic.Key, [.. topic.SelectMany(endpoint => NotificationDescriptions.Of(endpoint, catalog))], catalog.Schemas);
        }

        return document.Create();
    }
}
