using System.Globalization;

namespace Amqp1.Configuration.Oslo;

/// <summary>Several texts: separated by commas in one value, or one text in each of several values.</summary>
/// <remarks>
/// The configuration binder cannot replace a default list with an empty one. Therefore an empty list either becomes one word with the same
/// meaning, or is refused.
/// </remarks>
internal sealed class ListType(bool isMultiValued, string? whenEmpty = null) : OsloType<IList<string>>
{
    public override string Name => isMultiValued ? "text, repeated" : "list, separated by commas";

    public override string Range => "one or more texts";

    public override bool IsMultiValued => isMultiValued;

    public override bool TryParse(IReadOnlyList<string> values, ICollection<string> warnings, out IList<string> result)
    {
        var texts = isMultiValued ? values : values[^1].Split(',');
        result = [.. texts.Select(text => text.Trim()).Where(text => text.Length != 0)];
        if (result.Count == 0 && whenEmpty is not null)
        {
            result.Add(whenEmpty);
        }

        return result.Count != 0;
    }

    public override string Format(IList<string> value) => string.Join(',', value);

    public override IEnumerable<KeyValuePair<string, string?>> ToConfiguration(IList<string> value) =>
        value.Select((text, index) => new KeyValuePair<string, string?>(index.ToString(CultureInfo.InvariantCulture), text));
}
