using System.Text.Json;
using Amqp1.Json;
using Amqp1.Wire;

namespace Amqp1.Dialects.OsloRabbit.Format;

/// <summary>Reads a notification (docs/spec/rabbit-messages.md#notifications).</summary>
internal static class NotificationReader
{
    /// <summary>
    /// Reads the message inside the envelope. Throws <see cref="WireFormatException"/> if the text is not a JSON object.
    /// </summary>
    public static NotificationMessage Read(ReadOnlyMemory<byte> text) => LenientJson.Read(text, ReadStrict);

    private static NotificationMessage ReadStrict(ReadOnlyMemory<byte> text)
    {
        var fields = new NotificationFieldReader();
        var context = new ContextCollector();
        var reader = new Utf8JsonReader(text.Span, JsonSlice.ReaderOptions);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new WireFormatException("The notification is not a JSON object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!context.TryRead(text, ref reader) && !fields.TryRead(text, ref reader))
            {
                reader.Read();
                reader.Skip();
            }
        }

        // The text must not continue after the object.
        while (reader.Read())
        {
        }

        return fields.Finish(context.Finish());
    }
}
