using System.Collections.Concurrent;
using System.Text.Json;
using Amqp1.Notifications;

namespace Amqp1.Hosting.Tests.Notifications;

/// <summary>An endpoint that handles notifications in batches and requeues the first batch of errors.</summary>
[NotificationEndpoint("news", EventType = "good\\.", BatchSize = 4, BatchTimeoutSeconds = 3600)]
public sealed class BatchEars(BatchEars.Heard heard)
{
    [NotificationHandler(NotificationPriority.Info)]
    [NotificationHandler(NotificationPriority.Error)]
    public NotificationResult OnNews(IReadOnlyList<Notification<JsonElement>> notifications)
    {
        var text = $"{notifications[0].Priority}: {string.Join(' ', notifications.Select(one => one.Payload.GetProperty("n").GetInt32()).Order())}";
        heard.Batches.Enqueue(text);
        return text.StartsWith("Error", StringComparison.Ordinal) && heard.Batches.Count(batch => batch == text) == 1
            ? NotificationResult.Requeue
            : NotificationResult.Handled;
    }

    /// <summary>The notifications that were handled, in order.</summary>
    public sealed class Heard
    {
        public ConcurrentQueue<string> Batches { get; } = new();
    }
}
