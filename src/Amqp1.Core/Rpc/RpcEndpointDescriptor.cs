using System.Collections.Frozen;

namespace Amqp1.Rpc;

/// <summary>Describes an endpoint class for the dispatcher: the target that it serves and the table of its methods.</summary>
/// <remarks>Usually created by generated code. Immutable and thread-safe.</remarks>
public sealed class RpcEndpointDescriptor
{
    private readonly FrozenDictionary<string, RpcMethodDescriptor> _methods;

    /// <summary>Initializes a new instance from the endpoint class, its target and its methods.</summary>
    /// <exception cref="ArgumentException">
    /// Two methods have the same wire name, or the version is not in the form <c>major.minor</c>.
    /// </exception>
    public RpcEndpointDescriptor(Type endpointType, Target target, IEnumerable<RpcMethodDescriptor> methods)
    {
        EndpointType = endpointType;
        Target = target;
        ImplementedVersion = RpcVersion.TryParse(target.Version ?? "1.0")
            ?? throw new ArgumentException($"{endpointType}: '{target.Version}' is not a version in the form major.minor.", nameof(target));
        var all = methods.ToArray();
        if (all.GroupBy(method => method.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"{endpointType} has more than one method with the wire name {twice.Key}.", nameof(methods));
        }

        _methods = all.ToFrozenDictionary(method => method.Name);
    }

    /// <summary>The class of the endpoint objects.</summary>
    public Type EndpointType { get; }

    /// <summary>The topic, exchange and server to listen on, and the namespace and version that are served.</summary>
    public Target Target { get; }

    /// <summary>The wire names of the methods.</summary>
    public IEnumerable<string> MethodNames => _methods.Keys;

    /// <summary>
    /// Additional namespaces by which the methods can be called, besides that of <see cref="Target"/>. A null entry means no namespace.
    /// Default: empty.
    /// </summary>
    public IReadOnlyList<string?> LegacyNamespaces { get; init; } = [];

    /// <summary>
    /// Specifies whether wire names that begin with <c>_</c> can be called. With <see cref="RpcAccess.Default"/> they cannot. The code
    /// that creates the descriptor decides which methods it contains.
    /// </summary>
    public RpcAccess Access { get; init; }

    /// <summary>The text of the XML documentation of the class. Default: null, none.</summary>
    public string? Summary { get; init; }

    /// <summary>The methods, in no particular order.</summary>
    internal IEnumerable<RpcMethodDescriptor> Methods => _methods.Values;

    internal RpcVersion ImplementedVersion { get; }

    internal bool Accepts(string? ns) => ns == Target.Namespace || LegacyNamespaces.Contains(ns);

    internal RpcMethodDescriptor? Find(string method) =>
        Access == RpcAccess.Default && method.StartsWith('_') ? null : _methods.GetValueOrDefault(method);
}
