namespace Amqp1.Configuration.Oslo;

/// <summary>The three words of the Python driver, which treats every other text as "routable".</summary>
internal sealed class AddressingModeType : OsloType<AddressingMode>
{
    public override string Name => "word";

    public override string Range => "dynamic, legacy or routable";

    public override bool TryParse(IReadOnlyList<string> values, ICollection<string> warnings, out AddressingMode result)
    {
        var word = values[^1];
        result = word switch
        {
            "dynamic" => AddressingMode.Dynamic,
            "legacy" => AddressingMode.Legacy,
            _ => AddressingMode.Routable,
        };
        if (result == AddressingMode.Routable && word != "routable")
        {
            warnings.Add($"'{word}' is not {Range} (in lower case); it acts as routable, as in the Python driver");
        }

        return true;
    }

    public override string Format(AddressingMode value) => value switch
    {
        AddressingMode.Dynamic => "dynamic",
        AddressingMode.Legacy => "legacy",
        _ => "routable",
    };

    public override IEnumerable<KeyValuePair<string, string?>> ToConfiguration(AddressingMode value) => [new("", value.ToString())];
}
