namespace Amqp1.Broker.Routing;

/// <summary>The addresses that have at least one link. Used under the router's lock only.</summary>
internal sealed class AddressTable
{
    private const int LongestOnStack = 512;
    private readonly RouterCore _router;
    private readonly AddressRules _rules;
    private readonly Dictionary<string, Address> _addresses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Address>.AlternateLookup<ReadOnlySpan<char>> _byChars;

    public AddressTable(RouterCore router, AddressRules rules)
    {
        _router = router;
        _rules = rules;
        _byChars = _addresses.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public int Count => _addresses.Count;

    public Address GetOrAdd(string name)
    {
        if (!_addresses.TryGetValue(name, out var address))
        {
            address = _rules.For(name) switch
            {
                Distribution.Closest => new ClosestAddress(_router, name),
                Distribution.Multicast => new MulticastAddress(_router, name),
                _ => new BalancedAddress(_router, name),
            };
            _addresses.Add(name, address);
        }

        return address;
    }

    public Address? Find(string name) => _addresses.GetValueOrDefault(name);

    /// <summary>Returns the address with this name in UTF-8, without allocating a string.</summary>
    public Address? Find(ReadOnlySpan<byte> name)
    {
        Span<char> chars = name.Length <= LongestOnStack ? stackalloc char[LongestOnStack] : new char[name.Length];
        var length = System.Text.Encoding.UTF8.GetChars(name, chars);
        return _byChars.TryGetValue(chars[..length], out var address) ? address : null;
    }

    public void RemoveIfUnused(Address address)
    {
        // A link may report twice that it has left, and by then the name may belong to a new address.
        if (!address.HasLinks && _addresses.TryGetValue(address.Name, out var current) && current == address)
        {
            _addresses.Remove(address.Name);
            _router.Memory.Remove(address.MemoryCost);
        }
    }
}
