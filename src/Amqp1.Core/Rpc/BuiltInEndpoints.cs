using Amqp1.Dispatch;

namespace Amqp1.Rpc;

/// <summary>The endpoints that a server has besides those of the application, which are searched first.</summary>
/// <param name="target">The target of the server.</param>
/// <param name="own">The endpoints of the application.</param>
internal sealed class BuiltInEndpoints(Target target, IReadOnlyList<RpcEndpointDescriptor> own)
{
    private readonly Dictionary<Type, object> _objects = [];
    private readonly List<RpcEndpointDescriptor> _added = [];

    /// <summary>The target of the server.</summary>
    public Target Target => target;

    /// <summary>The endpoints of the application.</summary>
    public IReadOnlyList<RpcEndpointDescriptor> Own => own;

    /// <summary>The endpoints of the application and, after them, those that were added.</summary>
    public IReadOnlyList<RpcEndpointDescriptor> All => _added.Count == 0 ? own : [.. own, .. _added];

    /// <summary>Adds an endpoint with one method. Returns false if an endpoint of the application already has a method of that name.</summary>
    public bool TryAdd(object endpoint, RpcMethodDescriptor method)
    {
        if (own.Any(other => other.MethodNames.Contains(method.Name)))
        {
            return false;
        }

        _added.Add(new RpcEndpointDescriptor(endpoint.GetType(), new Target { Topic = target.Topic, Server = target.Server }, [method]));
        _objects.Add(endpoint.GetType(), endpoint);
        return true;
    }

    /// <summary>Returns scopes that also provide the added endpoints.</summary>
    public IEndpointScopes AddTo(IEndpointScopes scopes) => _objects.Count == 0 ? scopes : new Scopes(scopes, _objects);

    private sealed class Scopes(IEndpointScopes inner, Dictionary<Type, object> objects) : IEndpointScopes
    {
        public IEndpointScope Begin() => new Scope(inner.Begin(), objects);
    }

    private sealed class Scope(IEndpointScope inner, Dictionary<Type, object> objects) : IEndpointScope
    {
        public object Resolve(Type endpointType) => objects.TryGetValue(endpointType, out var added) ? added : inner.Resolve(endpointType);

        public IServiceProvider? Services => inner.Services;

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
