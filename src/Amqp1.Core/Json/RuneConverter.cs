using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Amqp1.Json;

/// <summary>Converts a Unicode scalar value to a JSON string of one character, like a Python <c>str</c> of length 1.</summary>
internal sealed class RuneConverter : JsonConverter<Rune>
{
    public override Rune Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
        && reader.GetString() is { } text
        && Rune.DecodeFromUtf16(text, out var rune, out var length) == OperationStatus.Done
        && length == text.Length
            ? rune
            : throw new JsonException("The JSON value of a Rune must be a string of one character.");

    public override void Write(Utf8JsonWriter writer, Rune value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
