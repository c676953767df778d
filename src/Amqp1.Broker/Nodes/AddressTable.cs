namespace Amqp1.Broker.Nodes;

/// <summary>
/// Finds the value of an address by rules. A rule is a prefix, or a pattern with wildcards, see <see cref="AddressMatcher"/>. The rule whose
/// text before the first wildcard is the longest applies; among equals, the longest rule.
/// </summary>
internal sealed class AddressTable<T>
{
    private readonly (AddressMatcher Matcher, T Value)[] _rules;
    private readonly T _default;

    public AddressTable(IEnumerable<KeyValuePair<string, T>> rules, T otherwise)
    {
        _rules =
        [
            .. rules.Select(rule => (Matcher: new AddressMatcher(rule.Key), rule.Value))
                .OrderByDescending(rule => rule.Matcher.LiteralLength)
                .ThenByDescending(rule => rule.Matcher.Length),
        ];
        _default = otherwise;
    }

    public T For(string address)
    {
        foreach (var (matcher, value) in _rules)
        {
            if (matcher.Matches(address))
            {
                return value;
            }
        }

        return _default;
    }
}
