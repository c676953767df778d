using System.Text.Json;
using Amqp1.Addressing;
using Amqp1.Bus;
using Amqp1.Diagnostics;
using Amqp1.Wire;

namespace Amqp1.Notifications;

/// <summary>Emits notifications over a bus (specification F.5).</summary>
internal sealed class Notifier(MessageBus bus, NotifierSettings settings) : INotifier
{
    public async Task NotifyAsync(
        NotificationPriority priority, string eventType, object? payload, MessagingContext? context = null, CancellationToken cancel = default)
    {
        var message = new NotificationMessage(
            Guid.NewGuid().ToString(),
            settings.PublisherId,
            eventType,
            PriorityNames.InMessage(priority),
            WritePayload(payload),
            NotificationWriter.FormatTimestamp(bus.Time.GetUtcNow()),
            (context ?? MessagingContext.Empty).Utf8Json);
        var sends = new List<Task>();
        foreach (var format in settings.Formats)
        {
            var body = NotificationWriter.Write(message, format);
            sends.AddRange(settings.Topics.Select(topic => SendAsync(topic, priority, eventType, body, cancel)));
        }

        await Task.WhenAll(sends).ConfigureAwait(false);
    }

    private async Task SendAsync(string topic, NotificationPriority priority, string eventType, byte[] body, CancellationToken cancel)
    {
        using var activity = Activities.StartSend(topic);
        try
        {
            var target = Target.ForTopic($"{topic}.{PriorityNames.InAddress(priority)}");
            var outgoing = new OutgoingMessage
            {
                Kind = MessageKind.Notification,
                Destination = Destination.For(ServiceKind.Notification, target),
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

    private byte[] WritePayload(object? payload) => payload is null
        ? "null"u8.ToArray()
        : JsonSerializer.SerializeToUtf8Bytes(payload, settings.Json.GetTypeInfo(payload.GetType()));
}
