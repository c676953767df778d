using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Amqp1.Notifications;
using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.Hosting.Discovery;

/// <summary>Makes the invoker of a notification handler: one shape for each way in which a result can come. Without a result it is handled.</summary>
[RequiresUnreferencedCode(Amqp1ServiceCollectionExtensions.NeedsReflection)]
[RequiresDynamicCode(Amqp1ServiceCollectionExtensions.NeedsReflection)]
internal static class NotificationInvokers
{
    /// <summary>Null for a result that is none of a handler's.</summary>
    public static NotificationInvoker? Create(MethodInfo method, Type payload, bool takesToken)
    {
        var values = Values(payload, takesToken);
        return MethodResult.Of(method.ReturnType) switch
        {
            (ResultWrapper.None, null) => OfNothing(CompiledMethod.Create<Action<object, object?[]>>(method), values),
            (ResultWrapper.Task, null) => OfTask(CompiledMethod.Create<Func<object, object?[], Task>>(method), values),
            (ResultWrapper.ValueTask, null) => OfValueTask(CompiledMethod.Create<Func<object, object?[], ValueTask>>(method), values),
            (ResultWrapper.None, { } value) when value == typeof(NotificationResult) =>
                OfResult(CompiledMethod.Create<Func<object, object?[], NotificationResult>>(method), values),
            (ResultWrapper.Task, { } value) when value == typeof(NotificationResult) =>
                OfTaskOfResult(CompiledMethod.Create<Func<object, object?[], Task<NotificationResult>>>(method), values),
            (ResultWrapper.ValueTask, { } value) when value == typeof(NotificationResult) =>
                OfValueTaskOfResult(CompiledMethod.Create<Func<object, object?[], ValueTask<NotificationResult>>>(method), values),
            _ => null,
        };
    }

    private static Func<NotificationInvocation, object?[]> Values(Type payload, bool takesToken)
    {
        var read = typeof(NotificationInvokers).GetMethod(nameof(Read), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(payload)
            .CreateDelegate<Func<NotificationInvocation, object>>();
        return takesToken
            ? invocation => [read(invocation), invocation.Cancellation]
            : invocation => [read(invocation)];
    }

    private static Notification<TPayload> Read<TPayload>(NotificationInvocation invocation) => invocation.Read<TPayload>();

    private static NotificationInvoker OfNothing(Action<object, object?[]> call, Func<NotificationInvocation, object?[]> values) => (endpoint, invocation) =>
    {
        call(endpoint, values(invocation));
        return ValueTask.FromResult(NotificationResult.Handled);
    };

    private static NotificationInvoker OfTask(Func<object, object?[], Task> call, Func<NotificationInvocation, object?[]> values) => async (endpoint, invocation) =>
    {
        await call(endpoint, values(invocation)).ConfigureAwait(false);
        return NotificationResult.Handled;
    };

    private static NotificationInvoker OfValueTask(Func<object, object?[], ValueTask> call, Func<NotificationInvocation, object?[]> values) => async (endpoint, invocation) =>
    {
        await call(endpoint, values(invocation)).ConfigureAwait(false);
        return NotificationResult.Handled;
    };

    private static NotificationInvoker OfResult(Func<object, object?[], NotificationResult> call, Func<NotificationInvocation, object?[]> values) =>
        (endpoint, invocation) => ValueTask.FromResult(call(endpoint, values(invocation)));

    private static NotificationInvoker OfTaskOfResult(Func<object, object?[], Task<NotificationResult>> call, Func<NotificationInvocation, object?[]> values) =>
        (endpoint, invocation) => new ValueTask<NotificationResult>(call(endpoint, values(invocation)));

    private static NotificationInvoker OfValueTaskOfResult(Func<object, object?[], ValueTask<NotificationResult>> call, Func<NotificationInvocation, object?[]> values) =>
        (endpoint, invocation) => call(endpoint, values(invocation));
}
