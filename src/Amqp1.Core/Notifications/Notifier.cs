using System.Text.Json;
using System.Text.Json.Nodes;
using Amqp1.Dialects;
using Amqp1.Filters;
using Amqp1.Json;
using Amqp1.Notifications.Drivers;

namespace Amqp1.Notifications;

/// <summary>Emits notifications to its drivers (docs/spec/behaviour.md#notifiers).</summary>
internal sealed class Notifier(IReadOnlyList<INotificationDriver> drivers, TimeProvider time, NotifierQueue queue, NotifierSettings settings)
    : INotifier, IQueuedSender
{
    /// <summary>The target for filters. It has no topic when there are several topics.</summary>
    private readonly Target _target = new() { Topic = settings.Topics.Count == 1 ? settings.Topics[0] : null };

    public bool IsEnabled { get; } = drivers.Any(driver => driver is not NoopDriver);

    public INotifier Prepare(string? publisherId = null, int? retry = null)
    {
        if (retry is { } count)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(count, -1, nameof(retry));
        }

        return new Notifier(drivers, time, queue, settings with { PublisherId = publisherId ?? settings.PublisherId, Retry = retry ?? settings.Retry });
    }

    public Task NotifyAsync(
        NotificationPriority priority, string eventType, object? payload, MessagingContext? context = null, CancellationToken cancel = default)
    {
        if (!IsEnabled)
        {
            return Task.CompletedTask;
        }

        var request = context ?? MessagingContext.Empty;
        return settings.Filters is { } filters
            ? filters.RunAsync(new MessagingFilterContext(
                MessagingFilterKind.Notify,
                _target,
                eventType,
                request,
                filters.Services,
                filtered => SendAsync(priority, eventType, payload, filtered.Context, cancel)) { Sending = cancel })
            : SendAsync(priority, eventType, payload, request, cancel);
    }

    public bool Enqueue(NotificationPriority priority, string eventType, object? payload, MessagingContext? context = null)
    {
        if (!IsEnabled)
        {
            return true;
        }

        var request = context ?? MessagingContext.Empty;
        return queue.Add(new EnqueuedNotification(this, Compose(priority, eventType, payload, request), priority, request, ExecutionContext.Capture()));
    }

    public NotificationMessage Compose(NotificationPriority priority, string eventType, object? payload, MessagingContext context)
    {
        var scratch = JsonScratch.Rent();
        WritePayload(scratch.Writer, payload);
        var message = MessageOf(priority, eventType, scratch.Written.ToArray(), context);
        scratch.Return();
        return message;
    }

    Task IQueuedSender.SendAsync(EnqueuedNotification notification)
    {
        var (_, message, priority, request, _) = notification;
        return settings.Filters is { } filters
            ? filters.RunAsync(new MessagingFilterContext(
                MessagingFilterKind.Notify,
                _target,
                message.EventType,
                request,
                filters.Services,
                filtered => NotificationFanOut.NotifyAsync(
                    drivers, message with { Context = filtered.Context.Utf8Json }, priority, settings.Retry, CancellationToken.None)))
            : NotificationFanOut.NotifyAsync(drivers, message, priority, settings.Retry, CancellationToken.None);
    }

    private async Task SendAsync(NotificationPriority priority, string eventType, object? payload, MessagingContext context, CancellationToken cancel)
    {
        var scratch = JsonScratch.Rent();
        WritePayload(scratch.Writer, payload);
        var message = MessageOf(priority, eventType, scratch.Written, context);
        var handedOver = NotificationFanOut.NotifyAsync(drivers, message, priority, settings.Retry, cancel);

        // The scratch is returned before the first await, because it belongs to this thread.
        scratch.Return();
        await handedOver.ConfigureAwait(false);
    }

    private NotificationMessage MessageOf(NotificationPriority priority, string eventType, ReadOnlyMemory<byte> payload, MessagingContext context) => new(
        NotificationId.Create(),
        settings.PublisherId,
        eventType,
        PriorityNames.InMessage(priority),
        payload,
        NotificationTime.Format(time.GetUtcNow()),
        context.Utf8Json);

    private void WritePayload(Utf8JsonWriter writer, object? payload)
    {
        switch (payload)
        {
            case null:
                writer.WriteNullValue();
                break;

            // JSON values are written directly, because the options may contain only the types of the application.
            case JsonElement json:
                json.WriteTo(writer);
                break;
            case JsonNode json:
                json.WriteTo(writer, settings.Json);
                break;
            default:
                JsonSerializer.Serialize(writer, payload, settings.Json.GetTypeInfo(payload.GetType()));
                break;
        }
    }
}
