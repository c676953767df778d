using System.Text.Json;
using Amqp1.Json;

namespace Amqp1.Dialects.OsloAmqp1;

/// <summary>Reads the outermost object that requests and notifications have in common: request, context and call monitoring.</summary>
internal static class BodyReader
{
    public static (ReadOnlyMemory<byte> Request, OuterFields Fields) Read(ReadOnlyMemory<byte> body)
    {
        ReadOnlyMemory<byte> request = default;
        var fields = new OuterFields();
        var reader = new Utf8JsonReader(body.Span, JsonSlice.ReaderOptions);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw WireFormatException.WrongType("The body is not a JSON object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("request"u8))
            {
                reader.Read();
                request = JsonSlice.Value(body, ref reader);
            }
            else
            {
                fields.Read(body, ref reader);
            }
        }

        // The text must not continue after the object.
        while (reader.Read())
        {
        }

        return request.IsEmpty
            ? throw WireFormatException.WrongType("The body contains no request.")
            : (request, fields);
    }
}
