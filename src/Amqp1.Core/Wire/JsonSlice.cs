using System.Text.Json;

namespace Amqp1.Wire;

/// <summary>Cuts values out of JSON text without parsing what is inside them.</summary>
internal static class JsonSlice
{
    public static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = JsonLimits.MaxDepth };
    public static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = JsonLimits.MaxDepth };

    /// <summary>The text of the value the reader stands on; the reader moves to its end.</summary>
    public static ReadOnlyMemory<byte> Value(ReadOnlyMemory<byte> text, ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return text[start..(int)reader.BytesConsumed];
    }

    /// <summary>The string the reader stands on, null for a JSON null.</summary>
    public static string? Text(ref Utf8JsonReader reader, string name) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String => reader.GetString(),
        _ => throw WireFormatException.WrongType($"\"{name}\" is not a string."),
    };

    /// <summary>As <see cref="Text"/>, in UTF-8, without the way over a .NET string.</summary>
    public static ReadOnlyMemory<byte>? Utf8Text(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.String)
        {
            throw WireFormatException.WrongType($"\"{name}\" is not a string.");
        }

        // Unescaped text is never longer than escaped text.
        var text = new byte[reader.ValueSpan.Length];
        return text.AsMemory(0, reader.CopyString(text));
    }
}
