using System.Text.Json;
using Amqp1.Json;

namespace Amqp1.Dialects.OsloRabbit.Format;

/// <summary>
/// Writes the request context, whose keys are keys of the message itself with a prefix (docs/spec/rabbit-messages.md#context). The values
/// are copied unchanged.
/// </summary>
internal static class ContextFields
{
    private const int EmptyObjectLength = 2;

    /// <summary>The prefix of the keys of the context.</summary>
    public static ReadOnlySpan<byte> Prefix => "_context_"u8;

    /// <summary>Writes the fields of the context after other fields of a JSON object.</summary>
    public static void Write(ref BodyWriter writer, ReadOnlySpan<byte> context)
    {
        if (context.Length <= EmptyObjectLength)
        {
            return;
        }

        var reader = new Utf8JsonReader(context, JsonSlice.ReaderOptions);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            writer.Json(",\"_context_"u8);
            writer.Json(reader.ValueSpan);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            writer.Json("\":"u8);
            writer.Json(context[start..(int)reader.BytesConsumed]);
        }
    }
}
