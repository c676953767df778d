using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amqp1.Wire;

namespace Amqp1.Notifications;

/// <summary>One notification on its way through an endpoint.</summary>
/// <remarks>Thread-safe. Valid until the handler has ended.</remarks>
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
    public Notification<TPayload> Read<TPayload>() => Read((JsonTypeInfo<TPayload>)Json.GetTypeInfo(typeof(TPayload)));

    /// <summary>As <see cref="Read{TPayload}()"/>, with the metadata of the type at hand.</summary>
    public Notification<TPayload> Read<TPayload>(JsonTypeInfo<TPayload> json) => new(
        Priority,
        _message.PublisherId ?? "",
        _message.EventType ?? "",
        JsonSerializer.Deserialize(_message.Payload.Span, json)!,
        _message.MessageId ?? "",
        _message.Timestamp ?? "",
        MessagingContext.FromUtf8(_message.Context));
}
