namespace Amqp1.Configuration.Oslo;

/// <summary>A text for which empty means unset.</summary>
internal sealed class OptionalTextType : OsloType<string?>
{
    public override string Name => "text";

    public override string Range => "text";

    public override bool TryParse(IReadOnlyList<string> values, ICollection<string> warnings, out string? result)
    {
        result = values[^1].Length == 0 ? null : values[^1];
        return true;
    }

    public override string Format(string? value) => value ?? "";

    public override IEnumerable<KeyValuePair<string, string?>> ToConfiguration(string? value) => [new("", value)];
}
