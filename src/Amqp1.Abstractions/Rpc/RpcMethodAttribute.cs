namespace Amqp1.Rpc;

/// <summary>
/// Specifies how a method of an endpoint or of a client interface is called over the wire. Where <see cref="RpcEndpointAttribute.Access"/>
/// is <see cref="RpcAccess.Explicit"/>, it also marks the method as callable.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RpcMethodAttribute : Attribute
{
    /// <summary>Initializes a new instance of the attribute that does not change the wire name.</summary>
    public RpcMethodAttribute()
    {
    }

    /// <summary>Initializes a new instance of the attribute with a wire name.</summary>
    public RpcMethodAttribute(string name) => Name = name;

    /// <summary>The wire name. Default: null, the name of the method in snake_case without <c>Async</c>.</summary>
    public string? Name { get; }

    /// <summary>
    /// The time that a call of a client interface waits for its reply, in seconds. Default: 0, the timeout of the interface. Endpoints
    /// ignore it.
    /// </summary>
    public double TimeoutSeconds { get; set; }
}
