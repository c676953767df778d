using System.Text;
using Amqp1.Broker.Context;

namespace Amqp1.Broker.Nodes;

/// <summary>The nodes that have at least one link or message, or are configured, by name. Used in a turn.</summary>
internal sealed class NodeDirectory
{
    private const int LongestOnStack = 512;
    private readonly INodeFactory _factory;
    private readonly MemoryAccount _memory;
    private readonly Dictionary<string, INode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, INode>.AlternateLookup<ReadOnlySpan<char>> _byChars;
    private readonly Dictionary<INode, object> _owners = [];
    private readonly List<(byte[] Name, IServiceNode Node)> _services = [];
    private int _serviceCount;

    /// <param name="factory">Creates the node of a name, by the rules of the broker.</param>
    /// <param name="memory">Counts the memory of the nodes.</param>
    public NodeDirectory(INodeFactory factory, MemoryAccount memory)
    {
        _factory = factory;
        _memory = memory;
        _byChars = _nodes.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The number of nodes, without those that the broker itself provides.</summary>
    public int Count => Registered.Count - _serviceCount;

    /// <summary>The nodes in the order in which they were created.</summary>
    public Registry<INode> Registered { get; } = new();

    /// <summary>Adds a node that the broker itself provides, under all its names.</summary>
    public void AddService(IServiceNode node, IEnumerable<string> names)
    {
        _serviceCount++;
        Registered.Add(node);
        foreach (var name in names)
        {
            _nodes.Add(name, node);
            _services.Add((Encoding.UTF8.GetBytes(name), node));
        }
    }

    /// <summary>Returns the name of an address in access rules, which is another one only if the broker itself provides the node.</summary>
    public string NameInRules(string address) => _nodes.TryGetValue(address, out var node) && node is IServiceNode ? node.Name : address;

    /// <inheritdoc cref="NameInRules(string)"/>
    public ReadOnlySpan<byte> NameInRules(ReadOnlySpan<byte> address)
    {
        foreach (var (name, node) in _services)
        {
            if (address.SequenceEqual(name))
            {
                return node.EncodedName;
            }
        }

        return address;
    }

    public INode GetOrAdd(string name) => _nodes.TryGetValue(name, out var node) ? node : Add(name, _factory.Create(name));

    /// <summary>Returns the node with this name; null if there is none.</summary>
    public INode? Find(string name) => _nodes.GetValueOrDefault(name);

    /// <summary>
    /// Returns the node for a message to this name in UTF-8. Creates it if it stores messages; otherwise returns null if there is none. The
    /// search does not allocate a string.
    /// </summary>
    public INode? FindForMessage(ReadOnlySpan<byte> name)
    {
        Span<char> chars = name.Length <= LongestOnStack ? stackalloc char[LongestOnStack] : new char[name.Length];
        chars = chars[..Encoding.UTF8.GetChars(name, chars)];
        if (_byChars.TryGetValue(chars, out var node))
        {
            return node;
        }

        var missing = chars.ToString();
        return _factory.StoresMessages(missing) && _factory.RefusalOf(missing, subscription: null) is null ? GetOrAdd(missing) : null;
    }

    /// <summary>Adds a node from which only this owner may consume.</summary>
    public INode AddOwned(string name, object owner)
    {
        var node = Add(name, _factory.CreateDynamic(name));
        _owners[node] = owner;
        return node;
    }

    /// <summary>Returns the reason why a link may not be attached to this address; null if it may.</summary>
    /// <param name="name">The address.</param>
    /// <param name="subscription">The name of the durable subscription that the link asks for; null if it asks for none.</param>
    public string? RefusalOf(string name, string? subscription = null) =>
        subscription is not null || !_nodes.ContainsKey(name) ? _factory.RefusalOf(name, subscription) : null;

    /// <summary>Returns whether a node with this name exists and belongs to this owner.</summary>
    public bool IsOwnedBy(string name, object owner) =>
        _nodes.TryGetValue(name, out var node) && _owners.TryGetValue(node, out var found) && found == owner;

    public void RemoveIfUnused(INode node)
    {
        if (node.IsUnused)
        {
            Remove(node);
        }
    }

    /// <summary>Removes a node, used or not. A later link to its name gets a new node.</summary>
    public void Remove(INode node)
    {
        // A link may report twice that it has left, and by then the name may belong to a new node.
        if (_nodes.TryGetValue(node.Name, out var current) && current == node)
        {
            _nodes.Remove(node.Name);
            _owners.Remove(node);
            Registered.Remove(node);
            _memory.Remove(MemoryCostOf(node));
            node.OnForgotten();
        }
    }

    private INode Add(string name, INode node)
    {
        _nodes.Add(name, node);
        Registered.Add(node);
        _memory.Add(MemoryCostOf(node));
        return node;
    }

    private static long MemoryCostOf(INode node) => MemoryAccount.Link + (2L * node.Name.Length);
}
