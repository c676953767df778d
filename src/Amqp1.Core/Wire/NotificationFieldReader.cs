using System.Text;
using System.Text.Json;
using Amqp1.Dialects;
using Amqp1.Json;

namespace Amqp1.Wire;

/// <summary>Collects the fields of a notification from its JSON object, which has the same fields in all dialects.</summary>
internal ref struct NotificationFieldReader
{
    private static readonly ReadOnlyMemory<byte> Null = "null"u8.ToArray();

    private ReadOnlyMemory<byte> _payload = Null;
    private string? _messageId;
    private string? _publisherId;
    private string? _eventType;
    private string? _priority;
    private string? _timestamp;
    private NotificationFields _notText;

    public NotificationFieldReader()
    {
    }

    /// <summary>
    /// Reads a field to its end, if the reader is at the name of one. Returns false if it is at another name, without reading its value.
    /// </summary>
    public bool TryRead(ReadOnlyMemory<byte> json, ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("payload"u8))
        {
            reader.Read();
            _payload = JsonSlice.Value(json, ref reader);
        }
        else if (reader.ValueTextEquals("message_id"u8))
        {
            _messageId = Text(json, ref reader, NotificationFields.MessageId);
        }
        else if (reader.ValueTextEquals("publisher_id"u8))
        {
            _publisherId = Text(json, ref reader, NotificationFields.PublisherId);
        }
        else if (reader.ValueTextEquals("event_type"u8))
        {
            _eventType = Text(json, ref reader, NotificationFields.EventType);
        }
        else if (reader.ValueTextEquals("priority"u8))
        {
            _priority = Text(json, ref reader, NotificationFields.Priority);
        }
        else if (reader.ValueTextEquals("timestamp"u8))
        {
            _timestamp = Text(json, ref reader, NotificationFields.Timestamp);
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>Returns the notification from the fields that were read.</summary>
    /// <param name="context">The request context, a JSON object.</param>
    public readonly NotificationMessage Finish(ReadOnlyMemory<byte> context) =>
        new(_messageId, _publisherId, _eventType, _priority ?? "", _payload, _timestamp, context, _notText);

    /// <summary>
    /// Returns the string after a name; null for a JSON null. oslo.messaging passes values of other types on unchanged. Here they are passed
    /// on as their JSON text, because handlers are typed.
    /// </summary>
    private string? Text(ReadOnlyMemory<byte> json, ref Utf8JsonReader reader, NotificationFields field)
    {
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String:
                return reader.GetString();
            default:
                _notText |= field;
                return Encoding.UTF8.GetString(JsonSlice.Value(json, ref reader).Span);
        }
    }
}
