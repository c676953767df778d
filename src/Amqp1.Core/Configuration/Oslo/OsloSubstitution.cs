using System.Text;

namespace Amqp1.Configuration.Oslo;

/// <summary>
/// Replaces <c>$name</c>, <c>${name}</c> and <c>${group.name}</c> with values of the files, or with the default of a known option.
/// <c>$$</c> and <c>\$</c> mean a dollar sign. A dollar sign that does not start a name is literal.
/// </summary>
internal sealed class OsloSubstitution(OsloIniFiles files)
{
    // In a file with references to references, the text can double at each step.
    private const int MaxDepth = 20;
    private const int MaxLength = 64 * 1024;

    private static readonly Amqp1Options Defaults = new();

    /// <summary>Returns the text with all references replaced.</summary>
    /// <param name="text">The value of an option.</param>
    /// <param name="group">The group of that option. Names without a group are looked up there first, then in DEFAULT.</param>
    /// <exception cref="FormatException">A name is not set in any file, or its value refers to itself.</exception>
    public string Apply(string text, string group) => Apply(text, group, 0);

    private string Apply(string text, string group, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new FormatException("contains references that refer to each other in a circle");
        }

        var source = text.Replace("\\$", "$$", StringComparison.Ordinal);
        var result = new StringBuilder(source.Length);
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] != '$')
            {
                result.Append(source[i]);
            }
            else if (i + 1 < source.Length && source[i + 1] == '$')
            {
                result.Append('$');
                i++;
            }
            else if (ReadName(source.AsSpan(i + 1), out var used) is { } name)
            {
                result.Append(Resolve(name, group, depth));
                i += used;
            }
            else
            {
                result.Append('$');
            }

            if (result.Length > MaxLength)
            {
                throw new FormatException("becomes too long when its references are replaced");
            }
        }

        return result.ToString();
    }

    private string Resolve(string name, string group, int depth)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        OsloName[] candidates =
        [
            dot < 0 ? new(group, name) : new(name[..dot], name[(dot + 1)..]),
            new(OsloOptionTable.DefaultGroup, name),
        ];
        foreach (var candidate in candidates)
        {
            if (files.Find([candidate], all: false) is [.., var value])
            {
                return Apply(value, candidate.Group, depth + 1);
            }

            if (OsloOptionTable.Find(candidate.Group, candidate.Name) is { } option)
            {
                return option.Get(Defaults);
            }
        }

        throw new FormatException("refers with '$' to an option that no file sets; write a dollar sign as $$");
    }

    private static string? ReadName(ReadOnlySpan<char> text, out int used)
    {
        var isBraced = text.StartsWith("{");
        var start = isBraced ? 1 : 0;
        var end = start;
        while (end < text.Length && (IsNameStart(text[end]) || (end > start && (char.IsAsciiDigit(text[end]) || text[end] == '.'))))
        {
            end++;
        }

        used = isBraced ? end + 1 : end;
        return end > start && (!isBraced || (end < text.Length && text[end] == '}')) ? text[start..end].ToString() : null;
    }

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_';
}
