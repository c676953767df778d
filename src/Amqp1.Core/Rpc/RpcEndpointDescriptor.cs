using System.Collections.Frozen;

namespace Amqp1.Rpc;

/// <summary>An endpoint class as the dispatcher sees it: what it serves and the table of its methods.</summary>
/// <remarks>Generated code fills it; it does not matter to the driver who writes the table. Immutable and thread-safe.</remarks>
public sealed class RpcEndpointDescriptor
{
    private readonly FrozenDictionary<string, RpcMethodDescriptor> _methods;

    /// <summary>Throws <see cref="ArgumentException"/> when two methods share a wire name, or the version is none.</summary>
    public RpcEndpointDescriptor(Type endpointType, Target target, IEnumerable<RpcMethodDescriptor> methods)
    {
        EndpointType = endpointType;
        Target = target;
        ImplementedVersion = RpcVersion.TryParse(target.Version ?? "1.0")
            ?? throw new ArgumentException($"{endpointType}: '{target.Version}' is not a version: major.minor is expected.", nameof(target));
        var all = methods.ToArray();
        if (all.GroupBy(method => method.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"{endpointType} has more than one method with the wire name {twice.Key}.", nameof(methods));
        }

        _methods = all.ToFrozenDictionary(method => method.Name);
    }

    /// <summary>The class that is made for each request.</summary>
    public Type EndpointType { get; }

    /// <summary>Topic, exchange and server to listen at; namespace and version that are served.</summary>
    public Target Target { get; }

    /// <summary>The wire names.</summary>
    public IEnumerable<string> MethodNames => _methods.Keys;

    /// <summary>
    /// Further namespaces by which its methods can be called, beside that of <see cref="Target"/>; null among them stands for none.
    /// Default: no others.
    /// </summary>
    public IReadOnlyList<string?> LegacyNamespaces { get; init; } = [];

    /// <summary>
    /// Whether wire names that begin with <c>_</c> can be called. With <see cref="RpcAccess.Default"/> they cannot; which methods are in
    /// the table at all, is up to who fills it.
    /// </summary>
    public RpcAccess Access { get; init; }

    internal RpcVersion ImplementedVersion { get; }

    internal bool Accepts(string? ns) => ns == Target.Namespace || LegacyNamespaces.Contains(ns);

    internal RpcMethodDescriptor? Find(string method) =>
        Access == RpcAccess.Default && method.StartsWith('_') ? null : _methods.GetValueOrDefault(method);
}
