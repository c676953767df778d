using System.Text.Json;
using Amqp1.Json;
using Amqp1.Wire;

namespace Amqp1.Dialects.OsloAmqp1;

/// <summary>Reads a notification in either format (docs/spec/messages.md#envelope, docs/spec/behaviour.md#listeners).</summary>
internal static class NotificationReader
{
    /// <summary>Reads a notification. Throws <see cref="WireFormatException"/> when the body is not a notification.</summary>
    public static NotificationMessage Read(ReadOnlyMemory<byte> body) => LenientJson.Read(body, ReadStrict);

    private static NotificationMessage ReadStrict(ReadOnlyMemory<byte> body)
    {
        var outer = BodyReader.Read(body);
        var text = Envelope.Open(outer.Request);
        var fields = new NotificationFieldReader();
        var reader = new Utf8JsonReader(text.Span, JsonSlice.ReaderOptions);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new WireFormatException("The notification is not a JSON object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!fields.TryRead(text, ref reader))
            {
                reader.Read();
                reader.Skip();
            }
        }

        return fields.Finish(outer.Context);
    }
}
