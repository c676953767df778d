using System.Collections.Concurrent;

namespace ComputeService;

/// <summary>The instances of this host, in memory.</summary>
public sealed class InstanceStore
{
    private readonly ConcurrentDictionary<string, Instance> _instances = new();

    /// <summary>All instances, oldest first.</summary>
    public IReadOnlyList<Instance> All => [.. _instances.Values.OrderBy(instance => instance.CreatedAt)];

    public void Add(Instance instance) => _instances[instance.Id] = instance;

    /// <summary>Returns an instance. Throws <see cref="KeyNotFoundException"/>, which is <c>KeyError</c> for a Python caller, if the ID is unknown.</summary>
    public Instance Get(string id) => _instances.TryGetValue(id, out var instance) ? instance : throw Unknown(id);

    /// <summary>Removes an instance and returns it. Throws the same exception as <see cref="Get"/>.</summary>
    public Instance Remove(string id) => _instances.TryRemove(id, out var instance) ? instance : throw Unknown(id);

    private static KeyNotFoundException Unknown(string id) => new($"There is no instance {id}.");
}
