using System.Text.Json;
using System.Text.Json.Nodes;
using Amqp1.Dialects;
using Amqp1.Filters;
using Amqp1.Json;
using Amqp1.Notifications.Drivers;

namespace Amqp1.Notifications;

/// <summary>Emits notifications to its drivers (docs/spec/behaviour.md#notifiers).</summary>
internal sealed class Notifier(IReadOnlyList<INotificationDriver> drivers, TimeProvider time, NotifierSettings settings) : INotifier
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

        return new Notifier(drivers, time, settings with { PublisherId = publisherId ?? settings.PublisherId, Retry = retry ?? settings.Retry });
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

    private async Task SendAsync(NotificationPriority priority, string eventType, object? payload, MessagingContext context, CancellationToken cancel)
    {
        var scratch = JsonScratch.Rent();
        WritePayload(scratch.Writer, payload);
        var message = new NotificationMessage(
            NotificationId.Create(),
            settings.PublisherId,
            eventType,
            PriorityNames.InMessage(priority),
            scratch.Written,
            NotificationTime.Format(time.GetUtcNow()),
            context.Utf8Json);
        var handedOver = NotificationFanOut.NotifyAsync(drivers, message, priority, settings.Retry, cancel);

        // The scratch is returned before the first await, because it belongs to this thread.
        scratch.Return();
        await handedOver.ConfigureAwait(false);
    }

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
