namespace Amqp1.Broker.Nodes;

/// <summary>
/// Matches addresses. A rule without a wildcard is a prefix: it matches the address that equals it and addresses that continue it after a
/// <c>/</c> or <c>.</c>. In a rule with wildcards, the token <c>*</c> stands for one token and <c>#</c> for any number of them, where
/// tokens are separated by <c>/</c> or <c>.</c>; such a rule matches the whole address.
/// </summary>
internal sealed class AddressMatcher
{
    private const string One = "*";
    private const string Many = "#";
    private static readonly char[] Separators = ['/', '.'];
    private readonly string _rule;
    private readonly string[]? _tokens;

    public AddressMatcher(string rule)
    {
        _rule = rule;
        var tokens = rule.Split(Separators);
        var wildcard = Array.FindIndex(tokens, token => token is One or Many);
        LiteralLength = wildcard < 0 ? rule.Length : tokens.Take(wildcard).Sum(token => token.Length + 1);
        _tokens = wildcard < 0 ? null : tokens;
    }

    /// <summary>The length of the text before the first wildcard.</summary>
    public int LiteralLength { get; }

    public int Length => _rule.Length;

    public bool Matches(string address) => _tokens is null ? MatchesPrefix(address) : MatchesTokens(_tokens, address.Split(Separators));

    private bool MatchesPrefix(string address) =>
        address.StartsWith(_rule, StringComparison.Ordinal)
        && (address.Length == _rule.Length || _rule.EndsWith('/') || _rule.EndsWith('.') || address[_rule.Length] is '/' or '.');

    /// <summary>Compares from left to right. After a mismatch, the last <c>#</c> takes one more token.</summary>
    private static bool MatchesTokens(string[] rule, string[] address)
    {
        var (next, at) = (0, 0);
        var (lastMany, resumeAt) = (-1, 0);
        while (at < address.Length)
        {
            if (next < rule.Length && rule[next] == Many)
            {
                (lastMany, resumeAt) = (next++, at);
            }
            else if (next < rule.Length && (rule[next] == One || rule[next] == address[at]))
            {
                next++;
                at++;
            }
            else if (lastMany >= 0)
            {
                next = lastMany + 1;
                at = ++resumeAt;
            }
            else
            {
                return false;
            }
        }

        return rule.Skip(next).All(token => token == Many);
    }
}
