using System.Text.Json;
using Amqp1.Json;
using Amqp1.Wire;

namespace Amqp1.Dialects.OsloAmqp1;

/// <summary>Reads a notification in either format (docs/spec/messages.md#envelope, docs/spec/behaviour.md#listeners).</summary>
internal static class NotificationReader
{
    /// <summary>Reads a notification. Throws <see cref="WireFormatException"/> when the body is not a notification.</summary>
    public static IncomingNotification Read(ReadOnlyMemory<byte> body)
    {
        if (!UsualNotification.TryOpen(body, out var message, out var context))
        {
            return new IncomingNotification(LenientJson.Read(body, ReadStrict));
        }

        try
        {
            return new IncomingNotification(LenientJson.Read(message, context, ReadFields), message);
        }
        catch (WireFormatException)
        {
            message.Return();
            throw;
        }
    }

    private static NotificationMessage ReadStrict(ReadOnlyMemory<byte> body)
    {
        var outer = BodyReader.Read(body);
        return ReadFields(Envelope.Open(outer.Request), outer.Fields.Context);
    }

    private static NotificationMessage ReadFields(ReadOnlyMemory<byte> text, ReadOnlyMemory<byte> context)
    {
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

        // The text must not continue after the object.
        while (reader.Read())
        {
        }

        return fields.Finish(context);
    }
}
