using System.Text.Json.Nodes;

namespace Amqp1.Descriptions;

/// <summary>The notifications that a handler takes.</summary>
/// <param name="Priorities">The priorities, as they are sent.</param>
/// <param name="Payload">The schema of the payload.</param>
/// <param name="Description">The text of the documentation; null if there is none.</param>
/// <param name="PublisherId">The pattern for the ID of the publisher; null for none.</param>
/// <param name="EventType">The pattern for the event type; null for none.</param>
internal sealed record DescribedNotification(
    IReadOnlyList<string> Priorities, JsonNode Payload, string? Description, string? PublisherId, string? EventType);
