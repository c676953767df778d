using System.Text.Json;
using Amqp1.Dispatch;
using Amqp1.Filters;

namespace Amqp1.Notifications.Receiving;

/// <summary>Handles received notifications with filters, within the scope of the message or batch.</summary>
internal static class FilteredHandling
{
    public static async Task<NotificationResult> HandleAsync(
        FilterPipeline filters,
        IEndpointScope scope,
        NotificationEndpointDescriptor endpoint,
        NotificationInvoker handler,
        ReceivedNotification received,
        JsonSerializerOptions json,
        CancellationToken stopped)
    {
        var result = NotificationResult.Handled;
        var (_, notification, priority) = received;
        var request = MessagingContext.FromUtf8(notification.Context);
        await filters.RunAsync(new MessagingFilterContext(
            MessagingFilterKind.Listen, Target.ForTopic(endpoint.Topic), notification.EventType, request, scope.Services, InvokeAsync)
        {
            Sending = stopped,
        }).ConfigureAwait(false);
        return result;

        async Task InvokeAsync(MessagingFilterContext context)
        {
            var invocation = new NotificationInvocation(notification with { Context = context.Context.Utf8Json }, priority, json, stopped);
            result = await handler(scope.Resolve(endpoint.EndpointType), invocation).ConfigureAwait(false);
        }
    }

    public static async Task<NotificationResult> HandleAsync(
        FilterPipeline filters,
        IEndpointScope scope,
        NotificationEndpointDescriptor endpoint,
        NotificationBatchInvoker handler,
        NotificationBatchInvocation invocation)
    {
        var result = NotificationResult.Handled;
        await filters.RunAsync(new MessagingFilterContext(
            MessagingFilterKind.Listen, Target.ForTopic(endpoint.Topic), name: null, MessagingContext.Empty, scope.Services, InvokeAsync)
        {
            Sending = invocation.Cancellation,
        }).ConfigureAwait(false);
        return result;

        async Task InvokeAsync(MessagingFilterContext context) =>
            result = await handler(scope.Resolve(endpoint.EndpointType), invocation).ConfigureAwait(false);
    }
}
