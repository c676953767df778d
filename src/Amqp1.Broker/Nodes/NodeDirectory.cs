using System.Text;
using Amqp1.Broker.Context;

namespace Amqp1.Broker.Nodes;

/// <summary>The nodes that have at least one link or message, by name. Used in a turn.</summary>
internal sealed class NodeDirectory
{
    private const int LongestOnStack = 512;
    private readonly Func<string, INode> _create;
    private readonly MemoryAccount _memory;
    private readonly Dictionary<string, INode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, INode>.AlternateLookup<ReadOnlySpan<char>> _byChars;
    private readonly Dictionary<INode, object> _owners = [];

    /// <param name="create">Creates the node of a name, by the rules of the broker.</param>
    /// <param name="memory">Counts the memory of the nodes.</param>
    public NodeDirectory(Func<string, INode> create, MemoryAccount memory)
    {
        _create = create;
        _memory = memory;
        _byChars = _nodes.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public int Count => _nodes.Count;

    public INode GetOrAdd(string name)
    {
        if (!_nodes.TryGetValue(name, out var node))
        {
            node = _create(name);
            _nodes.Add(name, node);
            _memory.Add(MemoryCostOf(node));
        }

        return node;
    }

    /// <summary>Returns the node with this name in UTF-8, without allocating a string; null if there is none.</summary>
    public INode? Find(ReadOnlySpan<byte> name)
    {
        Span<char> chars = name.Length <= LongestOnStack ? stackalloc char[LongestOnStack] : new char[name.Length];
        var length = Encoding.UTF8.GetChars(name, chars);
        return _byChars.TryGetValue(chars[..length], out var node) ? node : null;
    }

    /// <summary>Adds a node from which only this owner may consume.</summary>
    public INode AddOwned(string name, object owner)
    {
        var node = GetOrAdd(name);
        _owners[node] = owner;
        return node;
    }

    /// <summary>Returns whether a node with this name exists and belongs to this owner.</summary>
    public bool IsOwnedBy(string name, object owner) =>
        _nodes.TryGetValue(name, out var node) && _owners.TryGetValue(node, out var found) && found == owner;

    public void RemoveIfUnused(INode node)
    {
        // A link may report twice that it has left, and by then the name may belong to a new node.
        if (node.IsUnused && _nodes.TryGetValue(node.Name, out var current) && current == node)
        {
            _nodes.Remove(node.Name);
            _owners.Remove(node);
            _memory.Remove(MemoryCostOf(node));
        }
    }

    private static long MemoryCostOf(INode node) => MemoryAccount.Link + (2L * node.Name.Length);
}
