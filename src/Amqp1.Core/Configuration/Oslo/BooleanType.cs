namespace Amqp1.Configuration.Oslo;

internal sealed class BooleanType : OsloType<bool>
{
    public override string Name => "boolean";

    public override string Range => "true, 1, on, yes, false, 0, off or no";

    public override bool TryParse(IReadOnlyList<string> values, ICollection<string> warnings, out bool result)
    {
        var word = values[^1].ToUpperInvariant();
        result = word is "TRUE" or "1" or "ON" or "YES";
        return result || word is "FALSE" or "0" or "OFF" or "NO";
    }

    public override string Format(bool value) => value ? "true" : "false";
}
