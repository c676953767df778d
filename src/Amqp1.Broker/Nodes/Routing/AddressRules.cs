namespace Amqp1.Broker.Nodes.Routing;

/// <summary>Finds the distribution of an address by its longest matching prefix.</summary>
internal sealed class AddressRules
{
    private readonly KeyValuePair<string, Distribution>[] _rules;
    private readonly Distribution _default;

    public AddressRules(IEnumerable<KeyValuePair<string, Distribution>> rules, Distribution otherwise)
    {
        _rules = [.. rules.OrderByDescending(rule => rule.Key.Length)];
        _default = otherwise;
    }

    public Distribution For(string address)
    {
        foreach (var (prefix, distribution) in _rules)
        {
            if (address.StartsWith(prefix, StringComparison.Ordinal)
                && (address.Length == prefix.Length || prefix.EndsWith('/') || prefix.EndsWith('.') || address[prefix.Length] is '/' or '.'))
            {
                return distribution;
            }
        }

        return _default;
    }
}
