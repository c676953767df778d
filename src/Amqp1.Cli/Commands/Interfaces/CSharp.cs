using System.Globalization;
using System.Security;
using System.Text;

namespace Amqp1.Cli.Commands.Interfaces;

/// <summary>Makes identifiers, literals and comments of C# from texts of a document, which can be any texts.</summary>
internal static class CSharp
{
    private const int MaxCommentLength = 1000;

    private static readonly HashSet<string> Keywords =
    [
        .. ("abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum event explicit extern "
            + "false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace new null object operator out override "
            + "params private protected public readonly ref return sbyte sealed short sizeof stackalloc static string struct switch this throw true try typeof "
            + "uint ulong unchecked unsafe ushort using virtual void volatile while").Split(' '),
    ];

    /// <summary>Returns a name in PascalCase: <c>get_instance</c> becomes <c>GetInstance</c>.</summary>
    public static string Pascal(string name)
    {
        var text = new StringBuilder(name.Length);
        var beginsWord = true;
        foreach (var character in name)
        {
            if (!char.IsAsciiLetterOrDigit(character))
            {
                beginsWord = true;
                continue;
            }

            text.Append(beginsWord ? char.ToUpperInvariant(character) : character);
            beginsWord = false;
        }

        return text.Length == 0 || char.IsAsciiDigit(text[0]) ? "N" + text : text.ToString();
    }

    /// <summary>Returns a name in camelCase.</summary>
    public static string Camel(string name) => Pascal(name) is var pascal ? char.ToLowerInvariant(pascal[0]) + pascal[1..] : "";

    /// <summary>Returns the identifier in a form that can stand in code although it is a keyword.</summary>
    public static string Escape(string identifier) => Keywords.Contains(identifier) ? "@" + identifier : identifier;

    /// <summary>Returns whether a name consists of ASCII letters, digits and underscores, and does not begin with a digit.</summary>
    public static bool IsIdentifier(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');

    /// <summary>Returns a string literal.</summary>
    public static string Literal(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (var character in text)
        {
            literal.Append(character switch
            {
                '"' => "\\\"",
                '\\' => @"\\",
                >= ' ' and <= '~' => character.ToString(),
                _ => $"\\u{((int)character).ToString("x4", CultureInfo.InvariantCulture)}",
            });
        }

        return literal.Append('"').ToString();
    }

    /// <summary>Returns the text for an XML comment on one line.</summary>
    public static string Comment(string text) => SecurityElement.Escape(PeerText.Clean(text, MaxCommentLength)) ?? "";

    /// <summary>Returns the name, with a number if it is taken, and takes it.</summary>
    public static string Unique(string name, ISet<string> taken)
    {
        var unique = name;
        for (var number = 2; !taken.Add(unique); number++)
        {
            unique = $"{name}{number}";
        }

        return unique;
    }
}
