namespace Amqp1.Rpc;

/// <summary>
/// Gives a method of an endpoint another wire name, and marks it as callable where <see cref="RpcEndpointAttribute.Access"/> is
/// <see cref="RpcAccess.Explicit"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RpcMethodAttribute : Attribute
{
    /// <summary>Marks the method and leaves its wire name as it is.</summary>
    public RpcMethodAttribute()
    {
    }

    /// <summary>Makes one for a wire name.</summary>
    public RpcMethodAttribute(string name) => Name = name;

    /// <summary>The wire name; null for the method's own in snake_case, without <c>Async</c>.</summary>
    public string? Name { get; }
}
