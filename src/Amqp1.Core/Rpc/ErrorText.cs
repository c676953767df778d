using System.Text.Json;
using Amqp1.Wire;

namespace Amqp1.Rpc;

/// <summary>The text of an exception as it goes over the wire: of bounded length, and without what only this side understands.</summary>
internal static class ErrorText
{
    /// <summary>How long the text of an error may be, in characters; what is longer is cut and says so.</summary>
    public const int MaxLength = 4096;

    /// <summary>How long all lines of a traceback may be together, in characters.</summary>
    public const int MaxTracebackLength = 16 * MaxLength;

    /// <summary>The exception's own text. Its code is foreign, and may throw or give nothing.</summary>
    public static string Of(Exception exception)
    {
        try
        {
            var text = exception.Message ?? "";
            return Cut(exception is JsonException or NotSupportedException ? WithoutPosition(text) : text);
        }
#pragma warning disable CA1031 // It is foreign code; whatever it throws, the caller must get an answer.
        catch (Exception)
#pragma warning restore CA1031
        {
            return $"The text of {exception.GetType().Name} cannot be read.";
        }
    }

    /// <summary>The text, or its beginning and how long it was.</summary>
    public static string Cut(string text)
    {
        if (text.Length <= MaxLength)
        {
            return text;
        }

        var note = $"... (cut, {text.Length} characters)";
        var kept = MaxLength - note.Length;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[kept - 1]) ? kept - 1 : kept), note);
    }

    /// <summary>The lines of a traceback, each ending in a newline: as many as fit, and how many there were.</summary>
    public static IReadOnlyList<string> Cut(IReadOnlyList<string?> lines)
    {
        var kept = new List<string>(lines.Count);
        var left = MaxTracebackLength;
        foreach (var received in lines)
        {
            var line = received ?? "";
            var cut = line.Length > MaxLength ? Cut(line) + "\n" : line;
            if (cut.Length > left)
            {
                kept.Add($"... (cut, {lines.Count} lines)\n");
                break;
            }

            left -= cut.Length;
            kept.Add(cut);
        }

        return kept;
    }

    /// <summary>A failure that a peer has sent, cut to the lengths of this class and cleaned. The line breaks of text and traceback stay.</summary>
    public static RemoteErrorException Received(RemoteFailure failure) => new(
        failure.Module is null ? null : PeerText.Clean(failure.Module),
        PeerText.Clean(failure.Class),
        PeerText.CleanLines(failure.Message, MaxLength),
        // Cut once more, because a cleaned text may be longer.
        Cut([.. Cut(failure.Traceback).Select(CleanLine)]));

    /// <summary>The text of System.Text.Json without the position that it appends.</summary>
    public static string WithoutPosition(string text) =>
        text.IndexOf(" Path: $", StringComparison.Ordinal) is var at and >= 0 ? text[..at] : text;

    private static string CleanLine(string line)
    {
        var clean = PeerText.CleanLines(line, MaxLength);
        return clean.EndsWith('\n') ? clean : clean + "\n";
    }
}
