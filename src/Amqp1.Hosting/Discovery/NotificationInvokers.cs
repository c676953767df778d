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
        var read = Reader<NotificationInvocation>(nameof(Read), payload);
        return Create<NotificationInvocation>(method, takesToken ? invocation => [read(invocation), invocation.Cancellation] : invocation => [read(invocation)])
            is { } call ? new NotificationInvoker(call) : null;
    }

    /// <summary>The same for a method that takes a list.</summary>
    public static NotificationBatchInvoker? CreateBatch(MethodInfo method, Type payload, bool takesToken)
    {
        var read = Reader<NotificationBatchInvocation>(nameof(ReadBatch), payload);
        return Create<NotificationBatchInvocation>(method, takesToken ? invocation => [read(invocation), invocation.Cancellation] : invocation => [read(invocation)])
            is { } call ? new NotificationBatchInvoker(call) : null;
    }

    private static Func<object, TInvocation, ValueTask<NotificationResult>>? Create<TInvocation>(MethodInfo method, Func<TInvocation, object?[]> values) =>
        MethodResult.Of(method.ReturnType) switch
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

    private static Func<TInvocation, object> Reader<TInvocation>(string name, Type payload) =>
        typeof(NotificationInvokers).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(payload)
            .CreateDelegate<Func<TInvocation, object>>();

    private static Notification<TPayload> Read<TPayload>(NotificationInvocation invocation) => invocation.Read<TPayload>();

    private static IReadOnlyList<Notification<TPayload>> ReadBatch<TPayload>(NotificationBatchInvocation invocation) => invocation.Read<TPayload>();

    private static Func<object, TInvocation, ValueTask<NotificationResult>> OfNothing<TInvocation>(Action<object, object?[]> call, Func<TInvocation, object?[]> values) => (endpoint, invocation) =>
    {
        call(endpoint, values(invocation));
        return ValueTask.FromResult(NotificationResult.Handled);
    };

    private static Func<object, TInvocation, ValueTask<NotificationResult>> OfTask<TInvocation>(Func<object, object?[], Task> call, Func<TInvocation, object?[]> values) => async (endpoint, invocation) =>
    {
        await call(endpoint, values(invocation)).ConfigureAwait(false);
        return NotificationResult.Handled;
    };

    private static Func<object, TInvocation, ValueTask<NotificationResult>> OfValueTask<TInvocation>(Func<object, object?[], ValueTask> call, Func<TInvocation, object?[]> values) => async (endpoint, invocation) =>
    {
        await call(endpoint, values(invocation)).ConfigureAwait(false);
        return NotificationResult.Handled;
    };

    private static Func<object, TInvocation, ValueTask<NotificationResult>> OfResult<TInvocation>(Func<object, object?[], NotificationResult> call, Func<TInvocation, object?[]> values) =>
        (endpoint, invocation) => ValueTask.FromResult(call(endpoint, values(invocation)));

    private static Func<object, TInvocation, ValueTask<NotificationResult>> OfTaskOfResult<TInvocation>(Func<object, object?[], Task<NotificationResult>> call, Func<TInvocation, object?[]> values) =>
        (endpoint, invocation) => new ValueTask<NotificationResult>(call(endpoint, values(invocation)));

    private static Func<object, TInvocation, ValueTask<NotificationResult>> OfValueTaskOfResult<TInvocation>(Func<object, object?[], ValueTask<NotificationResult>> call, Func<TInvocation, object?[]> values) =>
        (endpoint, invocation) => call(endpoint, values(invocation));
}
