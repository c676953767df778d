using System.CommandLine.Parsing;
using System.Globalization;

namespace Amqp1.Cli.Settings;

/// <summary>Durations on the command line, such as <c>2</c>, <c>500ms</c>, <c>1.5s</c>, <c>3m</c> or <c>1h</c>.</summary>
internal static class Duration
{
    private static readonly (string Suffix, double Milliseconds)[] Units =
        [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("", 1000)];

    /// <summary>Reads a duration; null when the text is not a positive duration of at most a day.</summary>
    public static TimeSpan? Read(string text)
    {
        foreach (var (suffix, milliseconds) in Units)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal)
                && double.TryParse(text.AsSpan(0, text.Length - suffix.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                var total = number * milliseconds;
                return total is > 0 and <= 86_400_000 ? TimeSpan.FromMilliseconds(total) : null;
            }
        }

        return null;
    }

    /// <summary>Writes a duration in milliseconds with the precision that a round trip needs, such as <c>1.24 ms</c>.</summary>
    public static string Format(TimeSpan duration) =>
        string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0.00} ms");

    /// <summary>Writes a duration in its largest unit, such as <c>250ms</c>, <c>12s</c>, <c>3m</c>, <c>5h</c> or <c>2d</c>.</summary>
    public static string Rough(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0}ms"),
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(duration.TotalSeconds)}s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(duration.TotalMinutes)}m"),
        { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(duration.TotalHours)}h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(duration.TotalDays)}d"),
    };

    /// <summary>Returns a duration in milliseconds, rounded to microseconds, as results in JSON have it.</summary>
    public static double Milliseconds(TimeSpan duration) => Math.Round(duration.TotalMilliseconds, 3);

    /// <summary>Parses the value of an option.</summary>
    public static TimeSpan? ParseOption(ArgumentResult result)
    {
        var text = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
        if (Read(text) is { } duration)
        {
            return duration;
        }

        result.AddError($"'{text}' is not a duration. Write seconds, or a number with ms, s, m or h, of at most 24 hours: 2, 500ms, 1.5s.");
        return null;
    }
}
