using System.Buffers;
using System.Globalization;
using System.Text;

namespace Amqp1;

/// <summary>
/// Truncates and cleans texts that a peer has chosen, before they are used in a log record, a health report, an exception or a telemetry
/// attribute.
/// </summary>
/// <remarks>
/// A peer must not be able to fill a log or to forge its lines, and a terminal must not execute text that a peer has sent. Therefore line
/// breaks, control characters, invisible format characters (including those that change the writing direction) and lone surrogates are
/// written as escapes, such as <c>\n</c> and <c>\u001b</c>. A text that needs no change is returned unchanged, without an allocation.
/// </remarks>
internal static class PeerText
{
    /// <summary>The maximum length of a name or a description in characters, including the note about the truncation.</summary>
    public const int MaxLength = 256;

    private const int LongestNote = 40;
    private const int LongestEscape = 20;

    /// <summary>
    /// The characters of most texts. A vectorized search finds texts that contain no others, and these need no further check.
    /// </summary>
    private static readonly SearchValues<char> Harmless = SearchValues.Create(
        [.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code)]);

    /// <summary>Returns the text as one line of at most <paramref name="maxLength"/> characters.</summary>
    /// <param name="text">The peer's text; null is treated as empty.</param>
    /// <param name="maxLength">The maximum length of the result. A longer text is truncated, and a note with its length is appended.</param>
    public static string Clean(string? text, int maxLength = MaxLength) => Clean(text, maxLength, keepsLines: false);

    /// <summary>Cleans a text that may have several lines, such as the text of a remote exception. Line feeds and tabs are kept.</summary>
    /// <inheritdoc cref="Clean(string?, int)" />
    public static string CleanLines(string? text, int maxLength) => Clean(text, maxLength, keepsLines: true);

    /// <summary>
    /// Returns an object that a peer has sent as clean text, for fields that usually contain text, such as a correlation-id.
    /// </summary>
    public static string CleanObject(object? value) => value switch
    {
        null => "(none)",
        byte[] bytes => "0x" + Convert.ToHexStringLower(bytes.AsSpan(0, Math.Min(bytes.Length, MaxLength / 4))),
        _ => Clean(Convert.ToString(value, CultureInfo.InvariantCulture)),
    };

    private static string Clean(string? text, int maxLength, bool keepsLines)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 2 * LongestNote);
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        if (text.Length <= maxLength && IsClean(text, keepsLines))
        {
            return text;
        }

        // Whether the whole text fits is known only at the end. Until then, cutAt marks the last position that leaves room for the note.
        var clean = new StringBuilder(Math.Min(text.Length, maxLength) + LongestEscape);
        var cutAt = 0;
        for (var position = 0; position < text.Length;)
        {
            position += Append(clean, text.AsSpan(position), keepsLines);
            if (clean.Length <= maxLength - LongestNote)
            {
                cutAt = clean.Length;
            }
            else if (clean.Length > maxLength)
            {
                clean.Length = cutAt;
                return clean.Append(CultureInfo.InvariantCulture, $"... (cut, {text.Length} characters)").ToString();
            }
        }

        return clean.ToString();
    }

    private static bool IsClean(string text, bool keepsLines)
    {
        var position = text.AsSpan().IndexOfAnyExcept(Harmless);
        while (position >= 0 && position < text.Length)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(position), out var rune, out var length) != OperationStatus.Done || IsHarmful(rune, keepsLines))
            {
                return false;
            }

            position += length;
        }

        return true;
    }

    /// <summary>Appends the first character, escaped if necessary. Returns the number of UTF-16 code units that were read.</summary>
    private static int Append(StringBuilder clean, ReadOnlySpan<char> text, bool keepsLines)
    {
        var isWhole = Rune.DecodeFromUtf16(text, out var rune, out var length) == OperationStatus.Done;
        if (isWhole && !IsHarmful(rune, keepsLines))
        {
            clean.Append(text[..length]);
            return length;
        }

        _ = text[0] switch
        {
            '\n' => clean.Append(@"\n"),
            '\r' => clean.Append(@"\r"),
            '\t' => clean.Append(@"\t"),
            _ => AppendUnits(clean, text[..length]),
        };
        return length;
    }

    private static StringBuilder AppendUnits(StringBuilder clean, ReadOnlySpan<char> units)
    {
        foreach (var unit in units)
        {
            clean.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
        }

        return clean;
    }

    private static bool IsHarmful(Rune rune, bool keepsLines) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control => !keepsLines || rune.Value is not ('\n' or '\t'),
        UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        _ => false,
    };
}
