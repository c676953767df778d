using Amqp1.Configuration;
using Amqp1.Configuration.Oslo;

namespace Amqp1.Cli.Checks.Options;

/// <summary>Finds the option that was probably meant by a misspelled name.</summary>
internal static class NearestOption
{
    private const int MaxDistance = 3;

    private static readonly string[] Names =
        [.. OsloOptionTable.All.Select(option => option.Name.Name).Concat(Amqp1ConfigurationKeys.Options).Distinct()];

    /// <summary>Returns the known name that is nearest to a word of the text; null if none is similar.</summary>
    public static string? To(string text) => text
        .Split([' ', '\'', '[', ']'], StringSplitOptions.RemoveEmptyEntries)
        .Select(word => word.TrimEnd('.'))
        .Where(word => word.Length > MaxDistance && !Names.Contains(word, StringComparer.OrdinalIgnoreCase))
        .SelectMany(word => Names.Select(name => (Name: name, Distance: Distance(word, name))))
        .Where(pair => pair.Distance <= MaxDistance)
        .OrderBy(pair => pair.Distance)
        .Select(pair => pair.Name)
        .FirstOrDefault();

    /// <summary>Returns the number of characters to insert, delete or replace, without regard to case.</summary>
    private static int Distance(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > MaxDistance)
        {
            return int.MaxValue;
        }

        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 0; i < left.Length; i++)
        {
            var current = new int[right.Length + 1];
            current[0] = i + 1;
            for (var j = 0; j < right.Length; j++)
            {
                var change = char.ToUpperInvariant(left[i]) == char.ToUpperInvariant(right[j]) ? 0 : 1;
                current[j + 1] = Math.Min(Math.Min(current[j], previous[j + 1]) + 1, previous[j] + change);
            }

            previous = current;
        }

        return previous[^1];
    }
}
