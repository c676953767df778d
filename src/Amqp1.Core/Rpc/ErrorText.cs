using System.Text.Json;
using Amqp1.Dialects;

namespace Amqp1.Rpc;

/// <summary>
/// Produces the texts of exceptions for the wire. They have a limited length and omit details that are meaningful only on this side.
/// </summary>
internal static class ErrorText
{
    /// <summary>The maximum length of an error text in characters. A longer text is truncated, and a note is appended.</summary>
    public const int MaxLength = 4096;

    /// <summary>The maximum total length of the lines of a traceback in characters.</summary>
    public const int MaxTracebackLength = 16 * MaxLength;

    /// <summary>The maximum length of the data of a shared exception in bytes. Longer data is left out.</summary>
    public const int MaxDataLength = 64 * 1024;

    /// <summary>Returns the text of the exception. The exception is foreign code, so reading its text may throw or return null.</summary>
    public static string Of(Exception exception)
    {
        try
        {
            var text = exception.Message ?? "";
            return Cut(exception is JsonException or NotSupportedException ? WithoutPosition(text) : text);
        }
#pragma warning disable CA1031 // The exception is foreign code; the caller must get an answer whatever it throws.
        catch (Exception)
#pragma warning restore CA1031
        {
            return $"The text of {exception.GetType().Name} cannot be read.";
        }
    }

    /// <summary>Returns the text, or its beginning and a note of its original length.</summary>
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

    /// <summary>
    /// Returns the lines of a traceback, each ending in a newline. Lines that do not fit are replaced by a note of the original number of
    /// lines.
    /// </summary>
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

    /// <summary>
    /// Converts a failure that a peer has sent. Its texts are truncated and cleaned; line breaks in the message and the traceback are
    /// kept.
    /// </summary>
    public static RemoteErrorException Received(RemoteFailure failure) => new(
        failure.Module is null ? null : PeerText.Clean(failure.Module),
        PeerText.Clean(failure.Class),
        PeerText.CleanLines(failure.Message, MaxLength),
        // The lines are truncated again, because cleaning can make them longer.
        Cut([.. Cut(failure.Traceback).Select(CleanLine)]))
    {
        // The failure is read from the message, whose bytes are used again.
        Members = failure.Members.Length <= MaxDataLength ? failure.Members.ToArray() : default,
    };

    /// <summary>Returns a message of System.Text.Json without the position that is appended to it.</summary>
    public static string WithoutPosition(string text) =>
        text.IndexOf(" Path: $", StringComparison.Ordinal) is var at and >= 0 ? text[..at] : text;

    private static string CleanLine(string line)
    {
        var clean = PeerText.CleanLines(line, MaxLength);
        return clean.EndsWith('\n') ? clean : clean + "\n";
    }
}
