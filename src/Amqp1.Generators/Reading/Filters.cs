using System.Text.RegularExpressions;
using Amqp1.Generators.Diagnostics;
using Amqp1.Generators.Models;
using Amqp1.Generators.Roslyn;
using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Reading;

/// <summary>Reads the filters of <c>[NotificationEndpoint]</c> that name an entry: <c>Payload = ["state=active.*"]</c>.</summary>
internal static class Filters
{
    private static readonly string[] Parts = ["Context", "Metadata", "Payload"];
    private static readonly string[] MetadataKeys = ["message_id", "timestamp"];

    /// <summary>Reads the valid filters, and adds an error for each of the others.</summary>
    public static IReadOnlyList<FilterModel> Read(INamedTypeSymbol type, AttributeData attribute, Mistakes errors) =>
        [.. Parts.SelectMany(part => Read(type, attribute, part, errors))];

    /// <summary>Returns the reason why a text is not a regular expression; null if it is one.</summary>
    public static string? MistakeIn(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.CultureInvariant);
            return null;
        }
        catch (ArgumentException wrong)
        {
            return wrong.Message;
        }
    }

    private static List<FilterModel> Read(INamedTypeSymbol type, AttributeData attribute, string part, Mistakes errors)
    {
        var filters = new List<FilterModel>();
        if (attribute.NamedArguments.FirstOrDefault(argument => argument.Key == part).Value is { Kind: TypedConstantKind.Array, IsNull: false } set)
        {
            foreach (var text in set.Values.Select(value => value.Value as string ?? ""))
            {
                var split = text.IndexOf('=');
                var filter = split < 1 ? null : new FilterModel(part.ToLowerInvariant(), text.Substring(0, split), text.Substring(split + 1));
                if (Mistake(part, text, filter, filters) is { } mistake)
                {
                    errors.Add(type, Rules.BadFilter, type.DisplayName(), mistake);
                }
                else
                {
                    filters.Add(filter!);
                }
            }
        }

        return filters;
    }

    private static string? Mistake(string part, string text, FilterModel? filter, List<FilterModel> before) =>
        filter is null ? $"'{text}' of {part} is not in the form key=pattern"
        : part == "Metadata" && !MetadataKeys.Contains(filter.Key) ? $"the metadata have no key '{filter.Key}', only {string.Join(" and ", MetadataKeys)}"
        : before.Any(other => other.Key == filter.Key) ? $"{part} has two patterns for '{filter.Key}'"
        : MistakeIn(filter.Pattern);
}
