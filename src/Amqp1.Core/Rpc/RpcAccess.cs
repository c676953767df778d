namespace Amqp1.Rpc;

/// <summary>Which methods of an endpoint callers may reach: upstream's access policies (docs/spec/behaviour.md#dispatch).</summary>
public enum RpcAccess
{
    /// <summary>All public methods but those with <see cref="RpcIgnoreAttribute"/>; wire names do not begin with <c>_</c>.</summary>
    Default,

    /// <summary>Only methods with <see cref="RpcMethodAttribute"/>, whatever their wire names.</summary>
    Explicit,

    /// <summary>As <see cref="Default"/>, but wire names may begin with <c>_</c>, for callers of the time before access policies.</summary>
    Legacy,
}
