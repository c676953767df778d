namespace Amqp1.Rpc;

/// <summary>
/// Calls one method of an endpoint: reads the arguments from <paramref name="invocation"/>, awaits the method and passes its result, if
/// any, to <see cref="RpcInvocation.SetResult{T}(T)"/>.
/// </summary>
public delegate ValueTask RpcMethodInvoker(object endpoint, RpcInvocation invocation);
