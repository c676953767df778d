namespace Amqp1.Dialects;

/// <summary>
/// A notification in the terms of oslo.messaging (docs/spec/behaviour.md#notifiers). A field that the sender omitted, or sent as null, is
/// null. A field that should be text but has another type contains its JSON text, and <paramref name="NotText"/> includes it.
/// </summary>
internal sealed record NotificationMessage(
    string? MessageId,
    string? PublisherId,
    string? EventType,
    string Priority,
    ReadOnlyMemory<byte> Payload,
    string? Timestamp,
    ReadOnlyMemory<byte> Context,
    NotificationFields NotText = NotificationFields.None);
