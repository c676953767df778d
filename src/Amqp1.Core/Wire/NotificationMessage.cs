namespace Amqp1.Wire;

/// <summary>
/// A notification in oslo's terms (docs/spec/behaviour.md#notifiers). What a sender left out, or sent as null, is null. A value that should be text and
/// has another type is its JSON text, and <paramref name="NotText"/> names it.
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
