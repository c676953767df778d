using System.Text.Json;
using System.Text.Json.Nodes;
using Amqp1.Notifications.Drivers;
using Amqp1.Wire;

namespace Amqp1.Notifications;

/// <summary>Emits notifications to its drivers (specification F.5).</summary>
internal sealed class Notifier(IReadOnlyList<INotificationDriver> drivers, TimeProvider time, NotifierSettings settings) : INotifier
{
    public bool IsEnabled { get; } = drivers.Any(driver => driver is not NoopDriver);

    public async Task NotifyAsync(
        NotificationPriority priority, string eventType, object? payload, MessagingContext? context = null, CancellationToken cancel = default)
    {
        if (!IsEnabled)
        {
            return;
        }

        var scratch = JsonScratch.Rent();
        WritePayload(scratch.Writer, payload);
        var message = new NotificationMessage(
            NotificationId.Create(),
            settings.PublisherId,
            eventType,
            PriorityNames.InMessage(priority),
            scratch.Written,
            NotificationWriter.FormatTimestamp(time.GetUtcNow()),
            (context ?? MessagingContext.Empty).Utf8Json);
        var handedOver = NotificationFanOut.NotifyAsync(drivers, message, priority, cancel);

        // Before the first await: the scratch belongs to this thread.
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

            // JSON is JSON, also where the options only know the types of the application.
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
