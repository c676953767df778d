using System.Text.Json;

namespace Amqp1.Wire;

/// <summary>Reads a notification of either form (specification E.5, F.6).</summary>
internal static class NotificationReader
{
    private static readonly ReadOnlyMemory<byte> Null = "null"u8.ToArray();

    /// <summary>Throws <see cref="WireFormatException"/> when the body is not a notification.</summary>
    public static NotificationMessage Read(ReadOnlyMemory<byte> body) => LenientJson.Read(body, ReadStrict);

    private static NotificationMessage ReadStrict(ReadOnlyMemory<byte> body)
    {
        var outer = BodyReader.Read(body);
        var text = Envelope.Open(outer.Request);
        var payload = Null;
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
                messageId = JsonSlice.Text(ref reader, "message_id");
            }
            else if (reader.ValueTextEquals("publisher_id"u8))
            {
                reader.Read();
                publisherId = JsonSlice.Text(ref reader, "publisher_id");
            }
            else if (reader.ValueTextEquals("event_type"u8))
            {
                reader.Read();
                eventType = JsonSlice.Text(ref reader, "event_type");
            }
            else if (reader.ValueTextEquals("priority"u8))
            {
                reader.Read();
                priority = JsonSlice.Text(ref reader, "priority");
            }
            else if (reader.ValueTextEquals("timestamp"u8))
            {
                reader.Read();
                timestamp = JsonSlice.Text(ref reader, "timestamp");
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return new NotificationMessage(
            messageId, publisherId, eventType, priority ?? "", payload, timestamp, outer.Context);
    }
}
