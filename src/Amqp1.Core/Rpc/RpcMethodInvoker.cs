namespace Amqp1.Rpc;

/// <summary>
/// Calls one method of an endpoint: reads the arguments from <paramref name="invocation"/>, awaits the method and gives its
/// result to <see cref="RpcInvocation.SetResult{T}(T)"/>, if it has one.
/// </summary>
public delegate ValueTask RpcMethodInvoker(object endpoint, RpcInvocation invocation);
