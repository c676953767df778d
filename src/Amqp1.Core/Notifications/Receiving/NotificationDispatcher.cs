using Amqp1.Bus.Receiving;
using Amqp1.Diagnostics;
using Amqp1.Dispatch;
using Microsoft.Extensions.Logging;

namespace Amqp1.Notifications.Receiving;

/// <summary>
/// Passes each notification to every endpoint whose filter accepts it, then settles it (docs/spec/behaviour.md#listeners).
/// </summary>
internal sealed class NotificationDispatcher(
    IReadOnlyList<NotificationEndpointDescriptor> endpoints,
    IEndpointScopes scopes,
    NotificationListenerSettings settings,
    RedeliveryLimit? limit,
    StoredPayloads? payloads,
    ILogger logger,
    bool propagateBaggage,
    CancellationToken stopped)
{
    /// <summary>Handles one notification and settles its message.</summary>
    public Task HandleAsync(IncomingMessage message)
    {
        if (ReceivedNotification.Read(message, endpoints, logger, settings.Instance) is not { } received)
        {
            return Task.CompletedTask;
        }

        return payloads is not null && StoredPayloads.IsIn(received) ? HandleStoredAsync(payloads, received) : HandleAsync(received);
    }

    private async Task HandleStoredAsync(StoredPayloads stored, ReceivedNotification received)
    {
        var (opened, payload) = await stored.OpenAsync(received).ConfigureAwait(false);
        if (opened is not null)
        {
            await HandleAsync(opened).ConfigureAwait(false);
            payload.Return();
        }
    }

    private async Task HandleAsync(ReceivedNotification received)
    {
        var message = received.Message;
        if (limit is not null && await limit.EndEarlyAsync(received).ConfigureAwait(false))
        {
            message.Dispose();
            return;
        }

        var topic = ReceivedNotification.TopicOf(message);
        var measurement = Measurement.OfProcess(logger, settings.Instance);
        var trace = message.ReadTrace(propagateBaggage);
        using var activity = Activities.StartProcess(logger, topic, received.Notification.MessageId, trace);
        HandlingOutcome outcome;
        using (ServedMessage.Begin(due: null, activity.Span is null ? trace : null))
        {
            outcome = await DispatchAsync(received, topic, message.Pool).ConfigureAwait(false);
        }

        if (limit is null)
        {
            received.Settle(outcome.Result);
        }
        else
        {
            await limit.SettleAsync(received, outcome).ConfigureAwait(false);
        }

        message.Dispose();
        if (outcome.Failed is not null)
        {
            activity.Fail(outcome.Failed);
        }

        measurement.EndProcess(topic, 1, outcome.Failed);
    }

    /// <summary>
    /// Passes the notification to each endpoint that accepts it until one requests redelivery.
    /// </summary>
    private async Task<HandlingOutcome> DispatchAsync(ReceivedNotification received, string topic, string? pool)
    {
        Exception? failed = null;
        var (_, notification, priority) = received;
        for (var index = 0; index < endpoints.Count; index++)
        {
            var endpoint = endpoints[index];
            if (endpoint.Topic != topic || endpoint.Pool != pool || !endpoint.Handlers.TryGetValue(priority, out var handler))
            {
                continue;
            }

            try
            {
                if (!endpoint.Filter.Matches(notification))
                {
                    continue;
                }

                var scope = scopes.Begin();
                await using (scope.ConfigureAwait(false))
                {
                    var result = settings.Filters is { } filters
                        ? await FilteredHandling.HandleAsync(filters, scope, endpoint, handler, received, settings.Json, stopped).ConfigureAwait(false)
                        : await handler(scope.Resolve(endpoint.EndpointType), new NotificationInvocation(notification, priority, settings.Json, stopped)).ConfigureAwait(false);
                    if (result == NotificationResult.Requeue)
                    {
                        return HandlingOutcome.Requested(failed);
                    }
                }
            }
            catch (OperationCanceledException) when (stopped.IsCancellationRequested)
            {
                NotificationLog.HandlerCancelled(logger, topic);
                return HandlingOutcome.Cancelled(failed);
            }
#pragma warning disable CA1031 // An exception of a handler affects only its message.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                failed = failure;
                FailureReport.Log(logger, notification, failure);
                if (endpoint.RequeueOnFailure)
                {
                    return HandlingOutcome.Failure(failure);
                }
            }
        }

        return HandlingOutcome.Handled(failed);
    }
}
