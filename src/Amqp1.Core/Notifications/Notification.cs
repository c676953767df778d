namespace Amqp1.Notifications;

/// <summary>A received notification.</summary>
/// <remarks>Immutable and thread-safe, if its payload is.</remarks>
/// <typeparam name="TPayload">What the payload is read as.</typeparam>
/// <param name="Priority">The priority.</param>
/// <param name="PublisherId">Who sent it, such as <c>compute.host-7</c>.</param>
/// <param name="EventType">What happened, such as <c>compute.instance.create.end</c>.</param>
/// <param name="Payload">What there is to say about it.</param>
/// <param name="MessageId">The sender's id of the notification.</param>
/// <param name="Timestamp">When it was sent, as the sender wrote it: UTC, <c>YYYY-MM-DD HH:MM:SS.ffffff</c>.</param>
/// <param name="Context">The request context.</param>
public sealed record Notification<TPayload>(
    NotificationPriority Priority,
    string PublisherId,
    string EventType,
    TPayload Payload,
    string MessageId,
    string Timestamp,
    MessagingContext Context);
