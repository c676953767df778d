namespace Amqp1.Cli.Tests;

/// <summary>Expectations about lines of output.</summary>
internal static class TextExtensions
{
    /// <summary>Fails unless the text starts as expected, and returns the rest.</summary>
    public static string ShouldStartWithAndSkip(this string text, string start)
    {
        text.ShouldStartWith(start);
        return text[start.Length..];
    }
}
