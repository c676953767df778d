namespace Amqp1.Configuration.Oslo;

/// <summary>The kinds of message in oslo's words, repeated or separated by commas. Unknown words are ignored with a warning.</summary>
internal sealed class PreSettledType : OsloType<PreSettledKinds>
{
    private static readonly (string Word, PreSettledKinds Kind)[] Words =
    [
        ("rpc-call", PreSettledKinds.RpcCall),
        ("rpc-reply", PreSettledKinds.RpcReply),
        ("rpc-cast", PreSettledKinds.RpcCast),
        ("notify", PreSettledKinds.Notify),
    ];

    public override string Name => "words, repeated";

    public override string Range => "rpc-call, rpc-reply, rpc-cast or notify";

    public override bool IsMultiValued => true;

    public override bool TryParse(IReadOnlyList<string> values, ICollection<string> warnings, out PreSettledKinds result)
    {
        result = PreSettledKinds.None;
        foreach (var word in values.SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            var kind = Words.FirstOrDefault(known => known.Word.Equals(word, StringComparison.OrdinalIgnoreCase)).Kind;
            result |= kind;
            if (kind == PreSettledKinds.None)
            {
                warnings.Add($"'{word}' is not {Range}; it is ignored");
            }
        }

        return true;
    }

    public override string Format(PreSettledKinds value) =>
        string.Join(',', Words.Where(known => value.HasFlag(known.Kind)).Select(known => known.Word));

    public override IEnumerable<KeyValuePair<string, string?>> ToConfiguration(PreSettledKinds value) => [new("", value.ToString())];
}
