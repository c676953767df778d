using System.Text.Json;

namespace Amqp1.Json;

/// <summary>Extracts values from JSON text without parsing their contents.</summary>
internal static class JsonSlice
{
    public static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = JsonLimits.MaxDepth };
    public static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = JsonLimits.MaxDepth };

    /// <summary>Returns the text of the value at the reader's position and moves the reader to its end.</summary>
    public static ReadOnlyMemory<byte> Value(ReadOnlyMemory<byte> text, ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return text[start..(int)reader.BytesConsumed];
    }

    /// <summary>Returns the string at the reader's position; null for a JSON null.</summary>
    public static string? Text(ref Utf8JsonReader reader, string name) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String => reader.GetString(),
        _ => throw WireFormatException.WrongType($"\"{name}\" is not a string."),
    };

    /// <summary>
    /// Reads the value after the name at the reader's position. Returns the string; null for a value of another type, and for a string that
    /// is not valid text.
    /// </summary>
    public static string? OptionalText(ref Utf8JsonReader reader)
    {
        reader.Read();
        var text = reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped ? reader.GetString() : null;
        reader.Skip();
        return text;
    }

    /// <summary>Returns the string like <see cref="Text"/>, but in UTF-8 and without creating a .NET string.</summary>
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
