namespace Amqp1.Configuration.Oslo;

/// <summary>A value that is null in this driver until it is set, because another option is in effect until then.</summary>
/// <param name="type">The type of the value.</param>
/// <param name="osloDefault">The default of oslo, which stands for null.</param>
internal sealed class InheritedType<T>(OsloType<T> type, T osloDefault) : OsloType<T?>
    where T : struct
{
    public override string Name => type.Name;

    public override string Range => type.Range;

    public override bool IsEmptyUnset => type.IsEmptyUnset;

    public override bool TryParse(IReadOnlyList<string> values, ICollection<string> warnings, out T? result)
    {
        var isValid = type.TryParse(values, warnings, out var value);
        result = value;
        return isValid;
    }

    public override string Format(T? value) => type.Format(value ?? osloDefault);

    public override IEnumerable<KeyValuePair<string, string?>> ToConfiguration(T? value) => type.ToConfiguration(value ?? osloDefault);
}
