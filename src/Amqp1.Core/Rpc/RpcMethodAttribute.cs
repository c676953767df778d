namespace Amqp1.Rpc;

/// <summary>
/// Says how a method of an endpoint or of a client interface goes over the wire, and marks it as callable where
/// <see cref="RpcEndpointAttribute.Access"/> is <see cref="RpcAccess.Explicit"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RpcMethodAttribute : Attribute
{
    /// <summary>Makes one that leaves the wire name as it is.</summary>
    public RpcMethodAttribute()
    {
    }

    /// <summary>Makes one for a wire name.</summary>
    public RpcMethodAttribute(string name) => Name = name;

    /// <summary>The wire name. Default: null, the method's own in snake_case, without <c>Async</c>.</summary>
    public string? Name { get; }

    /// <summary>For client interfaces: how long a call waits for its reply, in seconds. Default: 0, that of the interface. Endpoints do not look at it.</summary>
    public double TimeoutSeconds { get; set; }
}
