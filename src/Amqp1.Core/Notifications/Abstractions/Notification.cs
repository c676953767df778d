namespace Amqp1.Notifications;

/// <summary>A received notification.</summary>
/// <remarks>Immutable and thread-safe, if its payload is.</remarks>
/// <typeparam name="TPayload">The type as which the payload is read.</typeparam>
/// <param name="Priority">The priority.</param>
/// <param name="PublisherId">The ID of the publisher, such as <c>compute.host-7</c>.</param>
/// <param name="EventType">The type of the event, such as <c>compute.instance.create.end</c>.</param>
/// <param name="Payload">The data of the event.</param>
/// <param name="MessageId">The ID that the sender gave the notification.</param>
/// <param name="Timestamp">The time at which it was sent, as the sender wrote it: UTC, <c>YYYY-MM-DD HH:MM:SS.ffffff</c>.</param>
/// <param name="Context">The request context.</param>
public sealed record Notification<TPayload>(
    NotificationPriority Priority,
    string PublisherId,
    string EventType,
    TPayload Payload,
    string MessageId,
    string Timestamp,
    MessagingContext Context);
