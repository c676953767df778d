namespace Amqp1.Rpc;

/// <summary>
/// Specifies which methods of an endpoint callers can reach, like the access policies of oslo.messaging (docs/spec/behaviour.md#dispatch).
/// </summary>
public enum RpcAccess
{
    /// <summary>
    /// All public methods except those with <see cref="RpcIgnoreAttribute"/>. Wire names that begin with <c>_</c> cannot be called.
    /// </summary>
    Default,

    /// <summary>Only methods with <see cref="RpcMethodAttribute"/>, regardless of their wire names.</summary>
    Explicit,

    /// <summary>Like <see cref="Default"/>, but wire names can begin with <c>_</c>, for callers that predate access policies.</summary>
    Legacy,
}
