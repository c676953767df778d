namespace Amqp1.Configuration.Oslo;

/// <summary>
/// The login methods of the Python driver. AMQPLAIN sends user and password in a form that only AMQP 0.9.1 defines; PLAIN sends the same.
/// </summary>
internal sealed class LoginMethodType : OsloType<string?>
{
    private const string Plain = "PLAIN";
    private const string External = "EXTERNAL";

    public override string Name => "word";

    public override string Range => "PLAIN, AMQPLAIN (which acts as PLAIN) or EXTERNAL";

    public override bool IsEmptyUnset => true;

    public override bool TryParse(IReadOnlyList<string> values, ICollection<string> warnings, out string? result)
    {
        result = values[^1].ToUpperInvariant() switch
        {
            Plain or "AMQPLAIN" => Plain,
            External => External,
            _ => null,
        };
        return result is not null;
    }

    public override string Format(string? value) => value ?? "AMQPLAIN";

    public override IEnumerable<KeyValuePair<string, string?>> ToConfiguration(string? value) => [new("", value)];
}
