using System.Text.Json.Serialization.Metadata;

namespace Amqp1.Notifications;

/// <summary>Describes the notifications that a handler takes, for those who publish them.</summary>
/// <param name="Priorities">The priorities that the handler takes.</param>
/// <param name="Payload">The metadata with which the payload is read.</param>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record NotificationDescription(IReadOnlyList<NotificationPriority> Priorities, JsonTypeInfo Payload)
{
    /// <summary>Whether the type of the payload does not permit null although it is a reference type. Default: false.</summary>
    public bool IsNeverNull { get; init; }

    /// <summary>The text of the XML documentation of the handler. Default: null, none.</summary>
    public string? Summary { get; init; }
}
