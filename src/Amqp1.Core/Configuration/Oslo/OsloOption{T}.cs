namespace Amqp1.Configuration.Oslo;

/// <inheritdoc cref="OsloOption" />
internal sealed class OsloOption<T>(
    OsloName name,
    string path,
    OsloType<T> type,
    Func<Amqp1Options, T> get,
    Action<Amqp1Options, T> set) : OsloOption(name, path)
{
    public override string TypeName => type.Name;

    public override string Range => type.Range;

    public override bool IsMultiValued => type.IsMultiValued;

    public override bool IsEmptyUnset => type.IsEmptyUnset;

    public override void Set(Amqp1Options options, IReadOnlyList<string> values, ICollection<string> warnings) =>
        set(options, Parse(values, warnings));

    public override string Get(Amqp1Options options) => type.Format(get(options));

    public override IEnumerable<KeyValuePair<string, string?>> ToConfiguration(IReadOnlyList<string> values, ICollection<string> warnings) =>
        type.ToConfiguration(Parse(values, warnings))
            .Select(pair => new KeyValuePair<string, string?>(pair.Key.Length == 0 ? Key : $"{Key}:{pair.Key}", pair.Value));

    private T Parse(IReadOnlyList<string> values, ICollection<string> warnings)
    {
        var found = new List<string>();
        if (!type.TryParse(values, found, out var result))
        {
            var shown = IsSecret ? "***" : values[^1];
            throw new FormatException($"{Name} ({Key}) is '{shown}', but must be {Range}.");
        }

        foreach (var warning in found)
        {
            warnings.Add($"{Name}: {warning}.");
        }

        return result;
    }
}
