using Amqp1.Cli.Settings;

namespace Amqp1.Cli.Commands.Development;

/// <summary>Reads assignments from a <c>local.conf</c> of DevStack.</summary>
internal static class LocalConf
{
    /// <summary>
    /// Returns the assignments of the section <c>localrc</c> and of lines before any section, without the quotation marks of their values.
    /// Variables in values are not expanded. Throws <see cref="UsageException"/> if the file cannot be read.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The file {path} cannot be read: {wrong.Message}", wrong);
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var isMeant = true;
        foreach (var line in lines.Select(line => line.Trim()))
        {
            if (line.StartsWith("[[", StringComparison.Ordinal))
            {
                isMeant = line.EndsWith("|localrc]]", StringComparison.Ordinal);
            }
            else if (isMeant && line.IndexOf('=', StringComparison.Ordinal) is var at and > 0 && line[..at].All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))
            {
                values[line[..at]] = Unquote(line[(at + 1)..]);
            }
        }

        return values;
    }

    private static string Unquote(string value) =>
        value is ['"', .. var quoted, '"'] ? quoted
        : value is ['\'', .. var single, '\''] ? single
        : value.Split(" #", 2)[0].TrimEnd();
}
