using Amqp1.Bus;
using Amqp1.Dialects;
using Amqp1.Dispatch;
using Amqp1.Filters;
using Amqp1.Payloads;

namespace Amqp1.Rpc;

/// <summary>Calls the methods of endpoints, each request in a scope of its own and within the filters. Thread-safe.</summary>
internal sealed class MethodCaller(MessageBus bus, Target target, IEndpointScopes scopes, RpcServerSettings settings)
{
    /// <summary>Creates the invocation of a request.</summary>
    public RpcInvocation InvocationOf(RpcRequest request, string address, bool expectsReply, long? due, RequestCancellation cancellation)
    {
        var context = new RpcContext(
            MessagingContext.FromUtf8(request.Context),
            request.Method,
            request.Namespace,
            request.Version,
            address,
            expectsReply,
            due is { } stamp ? bus.Time.GetUtcNow() + bus.Deadlines.Until(stamp) : null)
        {
            AcceptsStoredResult = expectsReply && settings.Claims is { StoresResults: true } claims && request.AcceptedStore == claims.StoreId,
        };
        return new RpcInvocation(context, request.Arguments, settings.Json, cancellation);
    }

    /// <summary>
    /// Calls the method in a scope of its own. The invocation contains the reply afterwards. Throws the exceptions of the method.
    /// </summary>
    public Task CallAsync(RpcEndpointDescriptor endpoint, RpcMethodDescriptor method, RpcInvocation invocation) =>
        settings.Claims is { } claims ? CallClaimedAsync(claims, endpoint, method, invocation) : CallDirectlyAsync(endpoint, method, invocation);

    /// <summary>Calls the method with stored arguments. The closure is made here, so that calls without a payload store allocate none.</summary>
    private Task CallClaimedAsync(ClaimCheck claims, RpcEndpointDescriptor endpoint, RpcMethodDescriptor method, RpcInvocation invocation) =>
        ClaimedCaller.CallAsync(claims, invocation, () => CallDirectlyAsync(endpoint, method, invocation));

    private async Task CallDirectlyAsync(RpcEndpointDescriptor endpoint, RpcMethodDescriptor method, RpcInvocation invocation)
    {
        var scope = scopes.Begin();
        await using (scope.ConfigureAwait(false))
        {
            if (settings.Filters is { } filters)
            {
                await CallFilteredAsync(filters, scope, endpoint, method, invocation).ConfigureAwait(false);
            }
            else
            {
                await method.Invoke(scope.Resolve(endpoint.EndpointType), invocation).ConfigureAwait(false);
            }
        }
    }

    private Task CallFilteredAsync(
        FilterPipeline filters, IEndpointScope scope, RpcEndpointDescriptor endpoint, RpcMethodDescriptor method, RpcInvocation invocation)
    {
        var request = invocation.Context;
        var called = target with { Namespace = request.Namespace, Version = request.Version };
        return filters.RunAsync(new MessagingFilterContext(MessagingFilterKind.Dispatch, called, request.Method, request.Context, scope.Services, InvokeAsync)
        {
            Token = () => invocation.Cancellation,
        });

        async Task InvokeAsync(MessagingFilterContext context)
        {
            request.Context = context.Context;
            await method.Invoke(scope.Resolve(endpoint.EndpointType), invocation).ConfigureAwait(false);
        }
    }
}
