using System.Text.Json;
using Amqp1.Dialects;
using Amqp1.Json;

namespace Amqp1.Notifications.Drivers;

/// <summary>The driver <c>test</c>, which adds notifications to a list that tests can inspect.</summary>
internal sealed class TestDriver(NotificationRecorder recorder) : INotificationDriver
{
    public Task NotifyAsync(NotificationMessage message, NotificationPriority priority, int retry, CancellationToken cancel)
    {
        recorder.Add(new Notification<JsonElement>(
            priority,
            message.PublisherId ?? "",
            message.EventType ?? "",
            Copy(message.Payload),
            message.MessageId ?? "",
            message.Timestamp ?? "",
            MessagingContext.FromUtf8(message.Context.ToArray())));
        return Task.CompletedTask;
    }

    private static JsonElement Copy(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = JsonLimits.MaxDepth });
        return document.RootElement.Clone();
    }
}
