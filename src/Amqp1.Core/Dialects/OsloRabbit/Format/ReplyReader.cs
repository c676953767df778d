using System.Text.Json;
using Amqp1.Json;
using Amqp1.Wire;

namespace Amqp1.Dialects.OsloRabbit.Format;

/// <summary>Reads a reply (docs/spec/rabbit-messages.md#replies).</summary>
internal static class ReplyReader
{
    private static readonly ReadOnlyMemory<byte> Null = "null"u8.ToArray();

    /// <summary>
    /// Reads the fields of the message inside the envelope. Throws <see cref="WireFormatException"/> if the text is not a JSON object.
    /// </summary>
    public static ReplyFields ReadFields(ReadOnlyMemory<byte> text) => LenientJson.Read(text, ReadStrict);

    /// <summary>
    /// Reads the result or the failure of the message inside the envelope. Throws <see cref="WireFormatException"/> if there is neither.
    /// </summary>
    public static Reply Read(ReadOnlyMemory<byte> text)
    {
        var fields = ReadFields(text);
        if (FailureOf(fields.Failure) is { } failure)
        {
            return new Reply(default, failure, Part: fields.Part);
        }

        return fields.Result.IsEmpty && fields.Failure.IsEmpty
            ? throw new WireFormatException("The reply contains neither a result nor a failure.")
            : new Reply(fields.Result.IsEmpty ? Null : fields.Result, null, Part: fields.Part);
    }

    private static ReplyFields ReadStrict(ReadOnlyMemory<byte> text)
    {
        ReadOnlyMemory<byte> result = default;
        ReadOnlyMemory<byte> failure = default;
        var isLast = false;
        string? call = null;
        ReplyPart? part = null;
        var reader = new Utf8JsonReader(text.Span, JsonSlice.ReaderOptions);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new WireFormatException("The reply is not a JSON object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("result"u8))
            {
                reader.Read();
                result = JsonSlice.Value(text, ref reader);
            }
            else if (reader.ValueTextEquals("failure"u8))
            {
                reader.Read();
                failure = JsonSlice.Value(text, ref reader);
            }
            else if (reader.ValueTextEquals("ending"u8))
            {
                reader.Read();
                isLast = reader.TokenType == JsonTokenType.True;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("_msg_id"u8))
            {
                reader.Read();
                call = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                reader.Skip();
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

        return new ReplyFields(result, failure, isLast, call, part);
    }

    /// <summary>Returns the failure from its JSON value; null for values that Python takes for no failure.</summary>
    private static RemoteFailure? FailureOf(ReadOnlyMemory<byte> value)
    {
        if (value.IsEmpty)
        {
            return null;
        }

        var reader = new Utf8JsonReader(value.Span, JsonSlice.ReaderOptions);
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.String when JsonSlice.Utf8Text(ref reader, "failure") is { Length: > 0 } text =>
                LenientJson.Read(text, FailureText.Read),
            JsonTokenType.StartObject => FailureText.Read(value),
            _ => null,
        };
    }
}
