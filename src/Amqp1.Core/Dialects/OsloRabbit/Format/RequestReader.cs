using System.Text.Json;
using Amqp1.Json;

namespace Amqp1.Dialects.OsloRabbit.Format;

/// <summary>Reads a request (docs/spec/rabbit-messages.md#requests).</summary>
internal static class RequestReader
{
    /// <summary>
    /// Reads the message inside the envelope. A request with a value of a wrong type has a fault and nevertheless the reply address, so that
    /// the caller can be told. Throws <see cref="WireFormatException"/> if the text is not a JSON object.
    /// </summary>
    public static IncomingRequest Read(ReadOnlyMemory<byte> text) => LenientJson.Read(text, ReadStrict);

    private static IncomingRequest ReadStrict(ReadOnlyMemory<byte> text)
    {
        var fields = new RequestFields();
        var context = new ContextCollector();
        var reader = new Utf8JsonReader(text.Span, JsonSlice.ReaderOptions);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw WireFormatException.WrongType("The request is not a JSON object.");
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
