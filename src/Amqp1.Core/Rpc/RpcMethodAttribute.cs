namespace Amqp1.Rpc;

/// <summary>Gives a method of an endpoint another wire name.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RpcMethodAttribute : Attribute
{
    /// <summary>Makes one for a wire name.</summary>
    public RpcMethodAttribute(string name) => Name = name;

    /// <summary>The wire name.</summary>
    public string Name { get; }
}
