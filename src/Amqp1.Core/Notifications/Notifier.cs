using System.Collections.Concurrent;
using System.Text.Json;
using Amqp1.Addressing;
using Amqp1.Bus;
using Amqp1.Diagnostics;
using Amqp1.Wire;

namespace Amqp1.Notifications;

/// <summary>Emits notifications over a bus (specification F.5).</summary>
internal sealed class Notifier(MessageBus bus, NotifierSettings settings) : INotifier
{
    private readonly ConcurrentDictionary<(string Topic, NotificationPriority Priority), Destination> _destinations = new();

    public async Task NotifyAsync(
        NotificationPriority priority, string eventType, object? payload, MessagingContext? context = null, CancellationToken cancel = default)
    {
        var scratch = JsonScratch.Rent();
        WritePayload(scratch.Writer, payload);
        var message = new NotificationMessage(
            Guid.NewGuid().ToString(),
            settings.PublisherId,
            eventType,
            PriorityNames.InMessage(priority),
            scratch.Written,
            NotificationWriter.FormatTimestamp(bus.Time.GetUtcNow()),
            (context ?? MessagingContext.Empty).Utf8Json);
        Task? only = null;
        List<Task>? several = null;
        for (var format = 0; format < settings.Formats.Count; format++)
        {
            var body = NotificationWriter.Write(message, settings.Formats[format]);
            for (var topic = 0; topic < settings.Topics.Count; topic++)
            {
                var send = SendAsync(settings.Topics[topic], priority, eventType, body, cancel);
                if (only is null)
                {
                    only = send;
                }
                else
                {
                    (several ??= [only]).Add(send);
                }
            }
        }

        // Before the first await: the scratch belongs to this thread.
        scratch.Return();
        await (several is null ? only ?? Task.CompletedTask : Task.WhenAll(several)).ConfigureAwait(false);
    }

    private static Destination DestinationOf((string Topic, NotificationPriority Priority) to) =>
        Destination.For(ServiceKind.Notification, Target.ForTopic($"{to.Topic}.{PriorityNames.InAddress(to.Priority)}"));

    private async Task SendAsync(string topic, NotificationPriority priority, string eventType, byte[] body, CancellationToken cancel)
    {
        using var activity = Activities.StartSend(topic);
        try
        {
            var outgoing = new OutgoingMessage
            {
                Kind = MessageKind.Notification,
                Destination = _destinations.GetOrAdd((topic, priority), DestinationOf),
                Body = body,
                Trace = Activities.Current(),
            };
            await bus.SendAsync(new PendingSend(outgoing, settings.Timeout, settings.Retry), cancel).ConfigureAwait(false);
            Metrics.SentMessages.Add(1, new KeyValuePair<string, object?>(TelemetryNames.Destination, topic));
        }
        catch (Exception failure)
        {
            Activities.Fail(activity, failure);
            NotificationLog.NotSent(bus.Logger, eventType, topic, failure);
            throw;
        }
    }

    private void WritePayload(Utf8JsonWriter writer, object? payload)
    {
        if (payload is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            JsonSerializer.Serialize(writer, payload, settings.Json.GetTypeInfo(payload.GetType()));
        }
    }
}
