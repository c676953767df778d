using System.Text;
using System.Text.Json;
using Amqp1.Json;
using Amqp1.Wire;

namespace Amqp1.Dialects.OsloAmqp1;

/// <summary>Reads a notification in either format (docs/spec/messages.md#envelope, docs/spec/behaviour.md#listeners).</summary>
internal static class NotificationReader
{
    private static readonly ReadOnlyMemory<byte> Null = "null"u8.ToArray();

    /// <summary>Reads a notification. Throws <see cref="WireFormatException"/> when the body is not a notification.</summary>
    public static NotificationMessage Read(ReadOnlyMemory<byte> body) => LenientJson.Read(body, ReadStrict);

    private static NotificationMessage ReadStrict(ReadOnlyMemory<byte> body)
    {
        var outer = BodyReader.Read(body);
        var text = Envelope.Open(outer.Request);
        var payload = Null;
        var notText = NotificationFields.None;
        string? messageId = null, publisherId = null, eventType = null, priority = null, timestamp = null;
        var reader = new Utf8JsonReader(text.Span, JsonSlice.ReaderOptions);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new WireFormatException("The notification is not a JSON object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("payload"u8))
            {
                reader.Read();
                payload = JsonSlice.Value(text, ref reader);
            }
            else if (reader.ValueTextEquals("message_id"u8))
            {
                reader.Read();
                messageId = Text(text, ref reader, NotificationFields.MessageId, ref notText);
            }
            else if (reader.ValueTextEquals("publisher_id"u8))
            {
                reader.Read();
                publisherId = Text(text, ref reader, NotificationFields.PublisherId, ref notText);
            }
            else if (reader.ValueTextEquals("event_type"u8))
            {
                reader.Read();
                eventType = Text(text, ref reader, NotificationFields.EventType, ref notText);
            }
            else if (reader.ValueTextEquals("priority"u8))
            {
                reader.Read();
                priority = Text(text, ref reader, NotificationFields.Priority, ref notText);
            }
            else if (reader.ValueTextEquals("timestamp"u8))
            {
                reader.Read();
                timestamp = Text(text, ref reader, NotificationFields.Timestamp, ref notText);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return new NotificationMessage(
            messageId, publisherId, eventType, priority ?? "", payload, timestamp, outer.Context, notText);
    }

    /// <summary>
    /// Returns the string at the reader's position; null for a JSON null. oslo.messaging passes values of other types on unchanged. Here
    /// they are passed on as their JSON text, because handlers are typed.
    /// </summary>
    private static string? Text(ReadOnlyMemory<byte> json, ref Utf8JsonReader reader, NotificationFields field, ref NotificationFields notText)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String:
                return reader.GetString();
            default:
                notText |= field;
                return Encoding.UTF8.GetString(JsonSlice.Value(json, ref reader).Span);
        }
    }
}
