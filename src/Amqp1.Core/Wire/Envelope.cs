using System.Text.Json;
using Amqp1.Json;

namespace Amqp1.Wire;

/// <summary>
/// Reads the oslo envelope around a message: a version and the message as JSON text in a JSON string (docs/spec/messages.md#envelope).
/// </summary>
internal static class Envelope
{
    public const string Version = "2.0";
    public static readonly JsonEncodedText VersionName = JsonEncodedText.Encode("oslo.version");
    public static readonly JsonEncodedText MessageName = JsonEncodedText.Encode("oslo.message");

    /// <summary>
    /// Returns the message inside the envelope, or the text itself when it has no envelope. Throws <see cref="WireFormatException"/> for
    /// any version other than exactly 2.0.
    /// </summary>
    /// <param name="text">The JSON text, which must be an object.</param>
    /// <param name="name">The name of the text, for the exception if the text is not an object.</param>
    public static ReadOnlyMemory<byte> Open(ReadOnlyMemory<byte> text, string name = "\"request\"") =>
        Find(text, name) is { } message ? LenientJson.MakeStrict(message) : text;

    /// <summary>
    /// Returns the message inside the envelope like <see cref="Open"/>, but as the sender wrote it, which may be any text; null when there
    /// is no envelope.
    /// </summary>
    public static ReadOnlyMemory<byte>? Find(ReadOnlyMemory<byte> text, string name)
    {
        string? version = null;
        ReadOnlyMemory<byte>? message = null;
        var reader = new Utf8JsonReader(text.Span, JsonSlice.ReaderOptions);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw WireFormatException.WrongType($"{name} is not an object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(VersionName.EncodedUtf8Bytes))
            {
                reader.Read();
                version = JsonSlice.Text(ref reader, "oslo.version");
            }
            else if (reader.ValueTextEquals(MessageName.EncodedUtf8Bytes))
            {
                reader.Read();
                message = JsonSlice.Utf8Text(ref reader, "oslo.message");
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

        if (version is null || message is null)
        {
            return null;
        }

        return version == Version
            ? message
            : throw new WireFormatException($"Envelope version {version} is not supported, only {Version} is.");
    }
}
