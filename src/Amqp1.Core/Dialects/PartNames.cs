using System.Text.Json;

namespace Amqp1.Dialects;

/// <summary>The members of a reply that give its place in a stream (docs/spec/streams.md).</summary>
internal static class PartNames
{
    /// <summary>The number of a message that is followed by others.</summary>
    private static readonly JsonEncodedText Part = JsonEncodedText.Encode("part");

    /// <summary>The number of messages before the last one.</summary>
    private static readonly JsonEncodedText Parts = JsonEncodedText.Encode("parts");

    public static JsonEncodedText Of(ReplyPart part) => part.IsLast ? Parts : Part;

    /// <summary>Reads the member at the reader's position if it is one of these. Returns false if it is another member.</summary>
    public static bool TryRead(ref Utf8JsonReader reader, ref ReplyPart? part)
    {
        var isLast = reader.ValueTextEquals(Parts.EncodedUtf8Bytes);
        if (!isLast && !reader.ValueTextEquals(Part.EncodedUtf8Bytes))
        {
            return false;
        }

        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number))
        {
            part = new ReplyPart(number, isLast);
        }

        reader.Skip();
        return true;
    }
}
