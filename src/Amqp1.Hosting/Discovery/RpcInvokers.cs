using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.Hosting.Discovery;

/// <summary>Makes the invoker of an RPC method: one shape for each way in which a result can come.</summary>
[RequiresUnreferencedCode(Amqp1ServiceCollectionExtensions.NeedsReflection)]
[RequiresDynamicCode(Amqp1ServiceCollectionExtensions.NeedsReflection)]
internal static class RpcInvokers
{
    public static RpcMethodInvoker Create(MethodInfo method, RpcArgumentBinder arguments, MethodResult result) => (result.Wrapper, result.Value) switch
    {
        (ResultWrapper.None, null) => OfNothing(method, arguments),
        (ResultWrapper.Task, null) => OfTask(method, arguments),
        (ResultWrapper.ValueTask, null) => OfValueTask(method, arguments),
        (ResultWrapper.None, { } value) => Generic(nameof(OfValue), value, method, arguments),
        (ResultWrapper.Task, { } value) => Generic(nameof(OfTaskOf), value, method, arguments),
        (ResultWrapper.ValueTask, { } value) => Generic(nameof(OfValueTaskOf), value, method, arguments),
        _ => throw new ArgumentOutOfRangeException(nameof(result)),
    };

    private static RpcMethodInvoker Generic(string shape, Type value, MethodInfo method, RpcArgumentBinder arguments) =>
        typeof(RpcInvokers).GetMethod(shape, BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(value)
            .CreateDelegate<Func<MethodInfo, RpcArgumentBinder, RpcMethodInvoker>>()(method, arguments);

    private static RpcMethodInvoker OfNothing(MethodInfo method, RpcArgumentBinder arguments)
    {
        var call = CompiledMethod.Create<Action<object, object?[]>>(method);
        return (endpoint, invocation) =>
        {
            call(endpoint, arguments.Read(invocation));
            return ValueTask.CompletedTask;
        };
    }

    private static RpcMethodInvoker OfTask(MethodInfo method, RpcArgumentBinder arguments)
    {
        var call = CompiledMethod.Create<Func<object, object?[], Task>>(method);
        return (endpoint, invocation) => new ValueTask(call(endpoint, arguments.Read(invocation)));
    }

    private static RpcMethodInvoker OfValueTask(MethodInfo method, RpcArgumentBinder arguments)
    {
        var call = CompiledMethod.Create<Func<object, object?[], ValueTask>>(method);
        return (endpoint, invocation) => call(endpoint, arguments.Read(invocation));
    }

    private static RpcMethodInvoker OfValue<T>(MethodInfo method, RpcArgumentBinder arguments)
    {
        var call = CompiledMethod.Create<Func<object, object?[], T>>(method);
        return (endpoint, invocation) =>
        {
            invocation.SetResult(call(endpoint, arguments.Read(invocation)));
            return ValueTask.CompletedTask;
        };
    }

    private static RpcMethodInvoker OfTaskOf<T>(MethodInfo method, RpcArgumentBinder arguments)
    {
        var call = CompiledMethod.Create<Func<object, object?[], Task<T>>>(method);
        return async (endpoint, invocation) => invocation.SetResult(await call(endpoint, arguments.Read(invocation)).ConfigureAwait(false));
    }

    private static RpcMethodInvoker OfValueTaskOf<T>(MethodInfo method, RpcArgumentBinder arguments)
    {
        var call = CompiledMethod.Create<Func<object, object?[], ValueTask<T>>>(method);
        return async (endpoint, invocation) => invocation.SetResult(await call(endpoint, arguments.Read(invocation)).ConfigureAwait(false));
    }
}
