using System.Globalization;

namespace Amqp1.Configuration.Oslo;

/// <summary>
/// Reads the ini syntax of oslo.config: <c>key = value</c> or <c>key: value</c>, keys that repeat, values that go on in
/// indented lines, comments from '#' or ';' at the start of a line to its end, one pair of quotes around a value dropped.
/// </summary>
internal static class OsloIniParser
{
    /// <summary>Reads one file.</summary>
    /// <exception cref="FormatException">A line is wrong. The message has its number, not its text: that may be a secret.</exception>
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
                value.Add(key is null ? throw Wrong(number, "is indented, but there is no value that it continues") : line.TrimStart());
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
            throw Wrong(number, "starts a group and does not end with ']'");
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
