using System.Collections.Concurrent;

namespace ComputeService;

/// <summary>The instances of this host, in memory.</summary>
public sealed class InstanceStore
{
    private readonly ConcurrentDictionary<string, Instance> _instances = new();

    /// <summary>All instances, the oldest first.</summary>
    public IReadOnlyList<Instance> All => [.. _instances.Values.OrderBy(instance => instance.CreatedAt)];

    public void Add(Instance instance) => _instances[instance.Id] = instance;

    /// <summary>Throws <see cref="KeyNotFoundException"/>, a Python caller's <c>KeyError</c>, for an unknown id.</summary>
    public Instance Get(string id) => _instances.TryGetValue(id, out var instance) ? instance : throw Unknown(id);

    /// <summary>What was removed. Throws as <see cref="Get"/>.</summary>
    public Instance Remove(string id) => _instances.TryRemove(id, out var instance) ? instance : throw Unknown(id);

    private static KeyNotFoundException Unknown(string id) => new($"There is no instance {id}.");
}
