using System.Globalization;

namespace Amqp1.Configuration.Oslo;

/// <summary>
/// Parses the INI syntax of oslo.config: <c>key = value</c> or <c>key: value</c>, repeated keys, values that continue on indented lines,
/// and comments that start with '#' or ';' at the beginning of a line. One pair of quotes around a value is removed.
/// </summary>
internal static class OsloIniParser
{
    /// <summary>Parses one file.</summary>
    /// <exception cref="FormatException">
    /// A line is not valid. The message contains its number but not its text, which may be secret.
    /// </exception>
    public static OsloIniFile Parse(string text)
    {
        var file = new OsloIniFile();
        string? group = null;
        string? key = null;
        var value = new List<string>();
        var number = 0;
        using var reader = new StringReader(text.TrimStart('\uFEFF'));
        while (reader.ReadLine() is { } raw)
        {
            number++;
            var line = raw.TrimEnd();
            if (line.Length != 0 && line[0] is ' ' or '\t')
            {
                value.Add(key is null ? throw Wrong(number, "is indented, but does not continue a value") : line.TrimStart());
                continue;
            }

            Flush(file, group, ref key, value);
            if (line.Length == 0 || line[0] is '#' or ';')
            {
                continue;
            }

            if (line[0] == '[')
            {
                group = ParseGroup(line, number);
                file.AddGroup(group);
                continue;
            }

            (key, var first) = ParseAssignment(line, number);
            value.Add(first);
            if (group is null)
            {
                throw Wrong(number, "sets a value before the first [group]");
            }
        }

        Flush(file, group, ref key, value);
        return file;
    }

    private static void Flush(OsloIniFile file, string? group, ref string? key, List<string> value)
    {
        if (group is not null && key is not null)
        {
            file.Add(new OsloName(group, key), string.Join('\n', value));
        }

        key = null;
        value.Clear();
    }

    private static string ParseGroup(string line, int number)
    {
        if (line[^1] != ']')
        {
            throw Wrong(number, "starts a group but does not end with ']'");
        }

        return line.Length > 2 ? line[1..^1] : throw Wrong(number, "has a group without a name");
    }

    private static (string Key, string Value) ParseAssignment(string line, int number)
    {
        var at = line.AsSpan().IndexOfAny('=', ':');
        if (at < 0)
        {
            throw Wrong(number, "has neither '=' nor ':'");
        }

        var key = line[..at].Trim();
        return key.Length != 0 ? (key, Unquote(line[(at + 1)..].Trim())) : throw Wrong(number, "has no key");
    }

    private static string Unquote(string value)
    {
        if (value.Length == 0 || value[0] is not ('"' or '\'') || value[0] != value[^1])
        {
            return value;
        }

        return value.Length == 1 ? "" : value[1..^1];
    }

    private static FormatException Wrong(int number, string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Line {number} {what}."));
}
