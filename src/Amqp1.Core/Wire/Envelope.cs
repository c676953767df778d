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
    public static ReadOnlyMemory<byte> Open(ReadOnlyMemory<byte> text)
    {
        string? version = null;
        ReadOnlyMemory<byte>? message = null;
        var reader = new Utf8JsonReader(text.Span, JsonSlice.ReaderOptions);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw WireFormatException.WrongType("\"request\" is not an object.");
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

        if (version is null || message is null)
        {
            return text;
        }

        return version == Version
            ? LenientJson.MakeStrict(message.Value)
            : throw new WireFormatException($"Envelope version {version} is not supported, only {Version} is.");
    }
}
