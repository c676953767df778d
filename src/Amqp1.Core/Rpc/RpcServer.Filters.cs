using Amqp1.Dispatch;
using Amqp1.Filters;

namespace Amqp1.Rpc;

/// <summary>Handles requests with filters, within the scope of the message.</summary>
public sealed partial class RpcServer
{
    private Task InvokeFilteredAsync(
        FilterPipeline filters, IEndpointScope scope, RpcEndpointDescriptor endpoint, RpcMethodDescriptor method, RpcInvocation invocation)
    {
        var request = invocation.Context;
        var target = Target with { Namespace = request.Namespace, Version = request.Version };
        return filters.RunAsync(new MessagingFilterContext(MessagingFilterKind.Dispatch, target, request.Method, request.Context, scope.Services, InvokeAsync)
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
