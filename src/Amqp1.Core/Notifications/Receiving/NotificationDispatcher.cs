using System.Diagnostics;
using Amqp1.Bus;
using Amqp1.Diagnostics;
using Amqp1.Rpc;
using Microsoft.Extensions.Logging;

namespace Amqp1.Notifications.Receiving;

/// <summary>Hands each notification to every endpoint that wants it, then settles it (specification F.6).</summary>
internal sealed class NotificationDispatcher(
    IReadOnlyList<NotificationEndpointDescriptor> endpoints,
    IEndpointScopes scopes,
    NotificationListenerSettings settings,
    ILogger logger,
    CancellationToken stopped)
{
    public async Task HandleAsync(IncomingMessage message)
    {
        if (ReceivedNotification.Read(message, logger) is not { } received)
        {
            return;
        }

        var topic = TopicOf(message.Topic);
        var started = Metrics.ProcessDuration.Enabled ? Stopwatch.GetTimestamp() : 0;
        using var activity = Activities.StartProcess(topic, message.Trace);
        received.Settle(await DispatchAsync(received, topic, activity).ConfigureAwait(false));
        message.Dispose();
        var tag = new KeyValuePair<string, object?>(TelemetryNames.Destination, topic);
        Metrics.ConsumedMessages.Add(1, tag);
        if (started != 0)
        {
            Metrics.ProcessDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, tag);
        }
    }

    /// <summary>The topic without the priority that its address ends in.</summary>
    private static string TopicOf(string topic) => topic[..topic.LastIndexOf('.')];

    /// <summary>Every endpoint that wants the notification gets it, until one asks for it to come again.</summary>
    private async Task<NotificationResult> DispatchAsync(ReceivedNotification received, string topic, Activity? activity)
    {
        var (_, notification, priority) = received;
        for (var index = 0; index < endpoints.Count; index++)
        {
            var endpoint = endpoints[index];
            if (endpoint.Topic != topic || !endpoint.Handlers.TryGetValue(priority, out var handler))
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
                    var invocation = new NotificationInvocation(notification, priority, settings.Json, stopped);
                    if (await handler(scope.Resolve(endpoint.EndpointType), invocation).ConfigureAwait(false) == NotificationResult.Requeue)
                    {
                        return NotificationResult.Requeue;
                    }
                }
            }
#pragma warning disable CA1031 // What a handler throws decides about its message and about nothing else.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                NotificationLog.HandlerFailed(logger, notification.EventType, failure);
                Activities.Fail(activity, failure);
                if (endpoint.RequeueOnFailure)
                {
                    return NotificationResult.Requeue;
                }
            }
        }

        return NotificationResult.Handled;
    }
}
