using System.Buffers;
using System.Globalization;
using System.Text;

namespace Amqp1;

/// <summary>
/// Cuts and cleans texts that a peer has chosen, before they become part of a log record, a health report, an exception or a
/// telemetry attribute.
/// </summary>
/// <remarks>
/// A peer must be able neither to fill a log nor to forge lines of it, and a terminal must not execute what a peer has sent. Therefore line
/// breaks, control characters, invisible format characters (among them those that change the direction of writing) and lone
/// surrogates are written as escapes, such as <c>\n</c> and <c>\u001b</c>. A text that needs no change is returned as it is, without an
/// allocation.
/// </remarks>
internal static class PeerText
{
    /// <summary>The most characters of a name or a description, the note about the cut included.</summary>
    public const int MaxLength = 256;

    private const int LongestNote = 40;
    private const int LongestEscape = 20;

    /// <summary>What most texts consist of: a vectorised search tells that such a text needs no closer look.</summary>
    private static readonly SearchValues<char> Harmless = SearchValues.Create(
        [.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code)]);

    /// <summary>Makes one line of at most <paramref name="maxLength"/> characters.</summary>
    /// <param name="text">The peer's text; null counts as empty.</param>
    /// <param name="maxLength">The most characters of the result. A longer text is cut, and says so.</param>
    public static string Clean(string? text, int maxLength = MaxLength) => Clean(text, maxLength, keepsLines: false);

    /// <summary>
    /// Cleans a text that may have several lines, such as the text of a remote exception: line feeds and tabulators stay.
    /// </summary>
    /// <inheritdoc cref="Clean(string?, int)" />
    public static string CleanLines(string? text, int maxLength) => Clean(text, maxLength, keepsLines: true);

    /// <summary>Cleans an object that a peer has sent in a place where texts are usual, such as a correlation-id.</summary>
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

        // Whether all of it fits is known at the end only; the text is cut where the note would still have had its place.
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

    /// <summary>Appends the first character; returns how many UTF-16 units of the text that was.</summary>
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
