using System.Text.Json.Nodes;
using Amqp1.Descriptions;
using Amqp1.Notifications;

namespace Amqp1.Hosting.Internal;

/// <summary>Describes the notifications that endpoints handle.</summary>
internal static class NotificationDescriptions
{
    /// <summary>Returns one description for each handler of an endpoint. The named schemas are added to the catalog.</summary>
    public static IEnumerable<DescribedNotification> Of(NotificationEndpointDescriptor endpoint, SchemaCatalog catalog)
    {
        if (endpoint.Describe?.Invoke() is { Count: > 0 } handlers)
        {
            return handlers.Select(handler => Of(
                endpoint, handler.Priorities.Select(priority => priority.ToString()), catalog.SchemaOf(handler.Payload, handler.IsNeverNull), handler.Summary));
        }

        // A handwritten descriptor may have only the priorities. Any value is all that can be said of the payload.
        var priorities = endpoint.Handlers.Keys.Concat(endpoint.BatchHandlers.Keys).Select(priority => priority.ToString());
        return [Of(endpoint, priorities, new JsonObject(), description: null)];
    }

    private static DescribedNotification Of(
        NotificationEndpointDescriptor endpoint, IEnumerable<string> priorities, JsonNode payload, string? description) => new(
            [.. priorities.Select(priority => priority.ToLowerInvariant())],
            payload,
            description,
            endpoint.Filter.PublisherId,
            endpoint.Filter.EventType);
}
