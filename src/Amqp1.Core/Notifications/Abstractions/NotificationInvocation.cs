using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amqp1.Dialects;

namespace Amqp1.Notifications;

/// <summary>A notification that an endpoint handles.</summary>
/// <remarks>Thread-safe. Valid until the handler has completed; the memory is reused after that.</remarks>
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

    /// <summary>The JSON settings.</summary>
    public JsonSerializerOptions Json { get; }

    /// <summary>A token that is cancelled when the listener stops and no longer waits.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Returns the notification with its payload read as the given type.</summary>
    /// <exception cref="JsonException">The payload cannot be read as that type.</exception>
    public Notification<TPayload> Read<TPayload>() => Read((JsonTypeInfo<TPayload>)Json.GetTypeInfo(typeof(TPayload)));

    /// <summary>Returns the notification like <see cref="Read{TPayload}()"/>, with the given metadata of the type.</summary>
    public Notification<TPayload> Read<TPayload>(JsonTypeInfo<TPayload> json) => new(
        Priority,
        _message.PublisherId ?? "",
        _message.EventType ?? "",
        JsonSerializer.Deserialize(_message.Payload.Span, json)!,
        _message.MessageId ?? "",
        _message.Timestamp ?? "",
        MessagingContext.FromUtf8(_message.Context));
}
