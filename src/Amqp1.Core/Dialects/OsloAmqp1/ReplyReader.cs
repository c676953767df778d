using System.Text.Json;
using Amqp1.Json;

namespace Amqp1.Dialects.OsloAmqp1;

/// <summary>Reads the body of a reply (docs/spec/messages.md#samples, docs/spec/messages.md#exceptions).</summary>
internal static class ReplyReader
{
    /// <summary>Reads a reply. Throws <see cref="WireFormatException"/> when the body is not a reply.</summary>
    public static Reply Read(ReadOnlyMemory<byte> body) => LenientJson.Read(body, ReadStrict);

    private static Reply ReadStrict(ReadOnlyMemory<byte> body)
    {
        ReadOnlyMemory<byte> response = default;
        RemoteFailure? failure = null;
        var reader = new Utf8JsonReader(body.Span, JsonSlice.ReaderOptions);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new WireFormatException("The reply is not a JSON object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("response"u8))
            {
                reader.Read();
                response = JsonSlice.Value(body, ref reader);
            }
            else if (reader.ValueTextEquals("failure"u8))
            {
                reader.Read();
                failure = reader.TokenType switch
                {
                    JsonTokenType.String => ReadFailure(LenientJson.MakeStrict(reader.GetString()!)),
                    JsonTokenType.StartObject => ReadFailure(JsonSlice.Value(body, ref reader)),
                    _ => null,
                };
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        // The text must not continue after the object.
        while (reader.Read())
        {
        }

        return response.IsEmpty && failure is null
            ? throw new WireFormatException("The reply holds neither a response nor a failure.")
            : new Reply(response, failure);
    }

    private static RemoteFailure ReadFailure(ReadOnlyMemory<byte> text)
    {
        string? name = null;
        string? module = null;
        string? message = null;
        string[] traceback = [];
        ReadOnlyMemory<byte> arguments = default;
        var reader = new Utf8JsonReader(text.Span, JsonSlice.ReaderOptions);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new WireFormatException("The failure in the reply is not a JSON object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("class"u8))
            {
                reader.Read();
                name = JsonSlice.Text(ref reader, "class");
            }
            else if (reader.ValueTextEquals("module"u8))
            {
                reader.Read();
                module = JsonSlice.Text(ref reader, "module");
            }
            else if (reader.ValueTextEquals("message"u8))
            {
                reader.Read();
                message = JsonSlice.Text(ref reader, "message");
            }
            else if (reader.ValueTextEquals("tb"u8))
            {
                reader.Read();
                traceback = reader.TokenType == JsonTokenType.StartArray
                    ? JsonSerializer.Deserialize(ref reader, WireJsonContext.Default.StringArray) ?? []
                    : [];
                reader.Skip();
            }
            else if (reader.ValueTextEquals("args"u8))
            {
                reader.Read();
                arguments = JsonSlice.Value(text, ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return new RemoteFailure(name ?? "Exception", module, message ?? "", traceback, arguments);
    }
}
