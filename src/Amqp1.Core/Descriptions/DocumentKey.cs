using System.Text.Json.Nodes;

namespace Amqp1.Descriptions;

/// <summary>Makes the keys of an AsyncAPI document, which consist of letters, digits, dots, hyphens and underscores.</summary>
internal static class DocumentKey
{
    /// <summary>Returns a key of several names, of which those that are null are left out.</summary>
    public static string Of(params IEnumerable<string?> names) => string.Join('.', names.OfType<string>().Select(name => string.Concat(name.Select(Plain))));

    /// <summary>Returns the key, with a number if an object already has it.</summary>
    public static string Unique(string key, JsonObject taken)
    {
        var unique = key;
        for (var number = 2; taken.ContainsKey(unique); number++)
        {
            unique = $"{key}_{number}";
        }

        return unique;
    }

    private static char Plain(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' ? character : '_';
}
