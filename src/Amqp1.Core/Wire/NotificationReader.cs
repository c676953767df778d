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
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "payload":
                    payload = JsonSlice.Value(text, ref reader);
                    break;
                case "message_id":
                    messageId = JsonSlice.Text(ref reader, name);
                    break;
                case "publisher_id":
                    publisherId = JsonSlice.Text(ref reader, name);
                    break;
                case "event_type":
                    eventType = JsonSlice.Text(ref reader, name);
                    break;
                case "priority":
                    priority = JsonSlice.Text(ref reader, name);
                    break;
                case "timestamp":
                    timestamp = JsonSlice.Text(ref reader, name);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new NotificationMessage(
            messageId ?? "", publisherId ?? "", eventType ?? "", priority ?? "", payload, timestamp ?? "", outer.Context);
    }
}
