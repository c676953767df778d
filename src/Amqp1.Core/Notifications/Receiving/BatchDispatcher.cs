using Amqp1.Diagnostics;
using Amqp1.Dialects;
using Amqp1.Dispatch;
using Microsoft.Extensions.Logging;

namespace Amqp1.Notifications.Receiving;

/// <summary>
/// Passes batches of one topic to its endpoints. There is one call for each priority in the batch, with the notifications that pass the
/// filter of the endpoint. All notifications of a priority are settled together (docs/spec/behaviour.md#listeners).
/// </summary>
internal sealed class BatchDispatcher(
    string topic,
    IReadOnlyList<NotificationEndpointDescriptor> endpoints,
    IEndpointScopes scopes,
    NotificationListenerSettings settings,
    RedeliveryLimit? limit,
    ILogger logger,
    CancellationToken stopped)
{
    public async Task DispatchAsync(IReadOnlyList<ReceivedNotification> batch)
    {
        // A notification whose link was lost cannot be settled, and its peer may deliver it again.
        foreach (var group in batch.Where(received => !received.Message.IsLost).GroupBy(received => received.Priority).OrderBy(group => PriorityNames.InMessage(group.Key), StringComparer.Ordinal))
        {
            var members = group.ToArray();
            var measurement = Measurement.OfProcess(logger, settings.Instance);
            using var activity = Activities.StartBatch(logger, topic, members.Length, members.Select(member => member.Message.ReadTrace(withBaggage: false)));
            var outcome = HandlingOutcome.Cancelled(null);
            try
            {
                outcome = await DispatchAsync(group.Key, members).ConfigureAwait(false);
            }
            finally
            {
                // The messages are settled even if reporting a failure has failed, because an unsettled message would hold its credit
                // without end.
                await SettleAsync(members, outcome).ConfigureAwait(false);
            }

            if (outcome.Failed is not null)
            {
                activity.Fail(outcome.Failed);
            }

            measurement.EndProcess(topic, members.Length, outcome.Failed);
        }
    }

    private async Task SettleAsync(ReceivedNotification[] members, HandlingOutcome outcome)
    {
        if (limit is not null)
        {
            await Task.WhenAll(members.Select(member => limit.SettleAsync(member, outcome).AsTask())).ConfigureAwait(false);
            return;
        }

        foreach (var member in members)
        {
            member.Settle(outcome.Result);
        }
    }

    /// <summary>Passes the group to each endpoint until one requests redelivery.</summary>
    private async Task<HandlingOutcome> DispatchAsync(NotificationPriority priority, ReceivedNotification[] members)
    {
        Exception? failed = null;
        foreach (var endpoint in endpoints)
        {
            if (!endpoint.BatchHandlers.TryGetValue(priority, out var handler))
            {
                continue;
            }

            var wanted = members.Select(member => member.Notification).Where(notification => IsWanted(endpoint, notification)).ToArray();
            if (wanted.Length == 0)
            {
                continue;
            }

            try
            {
                var scope = scopes.Begin();
                await using (scope.ConfigureAwait(false))
                {
                    var invocation = new NotificationBatchInvocation(wanted, priority, settings.Json, logger, stopped);
                    var result = settings.Filters is { } filters
                        ? await FilteredHandling.HandleAsync(filters, scope, endpoint, handler, invocation).ConfigureAwait(false)
                        : await handler(scope.Resolve(endpoint.EndpointType), invocation).ConfigureAwait(false);
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
#pragma warning disable CA1031 // An exception of a handler affects only its messages.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                FailureReport.Log(logger, wanted.Length, topic, priority, failure);
                failed = failure;
                if (endpoint.RequeueOnFailure)
                {
                    return HandlingOutcome.Failure(failure);
                }
            }
        }

        return HandlingOutcome.Handled(failed);
    }

    /// <summary>
    /// Returns whether the endpoint handles the notification. If the filter throws, the notification is left out, so that the others can
    /// be handled.
    /// </summary>
    private bool IsWanted(NotificationEndpointDescriptor endpoint, NotificationMessage notification)
    {
        try
        {
            return endpoint.Filter.Matches(notification);
        }
#pragma warning disable CA1031 // The exception affects only this notification.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            NotificationLog.HandlerFailed(logger, PeerText.Clean(notification.EventType), failure);
            return false;
        }
    }
}
