using System.Globalization;
using System.Text.Json;

namespace Amqp1.Dialects;

/// <summary>How the caller of a stream takes its messages (docs/spec/streams.md#settlement).</summary>
/// <param name="Window">
/// The number of messages that may be sent before the caller reports that it has taken the first of them; null if their settlement tells it.
/// </param>
internal readonly record struct PartAcceptance(int? Window)
{
    /// <summary>The number of messages that a server sends before the reader takes the first of them.</summary>
    public const int MaxWindow = 64;

    /// <summary>The name of the member of a request.</summary>
    public static ReadOnlySpan<byte> Name => "accepts_parts"u8;

    /// <summary>The length of the buffer that <see cref="Write"/> needs at most.</summary>
    public const int MaxLength = 11;

    /// <summary>Writes the JSON value and returns its length.</summary>
    public int Write(Span<byte> utf8)
    {
        if (Window is { } window)
        {
            window.TryFormat(utf8, out var length, provider: CultureInfo.InvariantCulture);
            return length;
        }

        "true"u8.CopyTo(utf8);
        return "true"u8.Length;
    }

    /// <summary>Reads the value after the name at the reader's position; null for a value of another kind.</summary>
    public static PartAcceptance? Read(ref Utf8JsonReader reader)
    {
        reader.Read();
        PartAcceptance? parts = reader.TokenType switch
        {
            JsonTokenType.True => new PartAcceptance(Window: null),
            JsonTokenType.Number when reader.TryGetInt32(out var window) && window > 0 => new PartAcceptance(window),
            _ => null,
        };
        reader.Skip();
        return parts;
    }
}
