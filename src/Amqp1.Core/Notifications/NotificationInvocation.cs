using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amqp1.Wire;

namespace Amqp1.Notifications;

/// <summary>One notification on its way through an endpoint. Valid until the handler has completed; its memory is used again then.</summary>
public sealed class NotificationInvocation
{
    private readonly NotificationMessage _message;

    internal NotificationInvocation(NotificationMessage message, NotificationPriority priority, JsonSerializerOptions json, CancellationToken cancellation)
    {
        _message = message;
        Priority = priority;
        Json = json;
        Cancellation = cancellation;
    }

    /// <summary>The priority.</summary>
    public NotificationPriority Priority { get; }

    /// <summary>How JSON is read.</summary>
    public JsonSerializerOptions Json { get; }

    /// <summary>Fires when the listener stops and does not wait any longer.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>The notification with its payload read as that type. Throws <see cref="JsonException"/> when it does not fit.</summary>
    public Notification<TPayload> Read<TPayload>() => new(
        Priority,
        _message.PublisherId,
        _message.EventType,
        JsonSerializer.Deserialize(_message.Payload.Span, (JsonTypeInfo<TPayload>)Json.GetTypeInfo(typeof(TPayload)))!,
        _message.MessageId,
        _message.Timestamp,
        MessagingContext.FromUtf8(_message.Context));
}
