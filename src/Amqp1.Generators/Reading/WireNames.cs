using System.Text;

namespace Amqp1.Generators.Reading;

/// <summary>Converts the names of methods and arguments to their wire names: snake_case like System.Text.Json, without <c>Async</c>.</summary>
internal static class WireNames
{
    private const string Async = "Async";

    public static string OfMethod(string name) => ToSnakeCase(
        name.Length > Async.Length && name.EndsWith(Async, StringComparison.Ordinal) ? name.Substring(0, name.Length - Async.Length) : name);

    public static string ToSnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && BeginsWord(name, i))
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }

    /// <summary>
    /// Returns whether a word begins at the index: after a lower-case letter or a digit, and where an acronym ends. <c>IPAddress</c>
    /// becomes <c>ip_address</c>.
    /// </summary>
    private static bool BeginsWord(string name, int index)
    {
        var before = name[index - 1];
        return char.IsLower(before)
            || char.IsDigit(before)
            || (char.IsUpper(before) && index + 1 < name.Length && char.IsLower(name[index + 1]));
    }
}
