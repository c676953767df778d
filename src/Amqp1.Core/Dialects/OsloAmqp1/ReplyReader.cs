using System.Text.Json;
using Amqp1.Json;
using Amqp1.Wire;

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
        ReplyPart? part = null;
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
                    JsonTokenType.String => FailureText.Read(LenientJson.MakeStrict(reader.GetString()!)),
                    JsonTokenType.StartObject => FailureText.Read(JsonSlice.Value(body, ref reader)),
                    _ => null,
                };
            }
            else if (!PartNames.TryRead(ref reader, ref part))
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
            ? throw new WireFormatException("The reply contains neither a response nor a failure.")
            : new Reply(response, failure, Part: part);
    }
}
