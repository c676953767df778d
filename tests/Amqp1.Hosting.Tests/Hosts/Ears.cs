using System.Collections.Concurrent;
using System.Text.Json;
using Amqp1.Notifications;

namespace Amqp1.Hosting.Tests.Hosts;

/// <summary>An endpoint with every form of notification handler. It requeues one of the notifications.</summary>
[NotificationEndpoint("news", EventType = "good\\.")]
public sealed class Ears(Ears.Heard heard)
{
    [NotificationHandler(NotificationPriority.Info)]
    public void OnInfo(Notification<JsonElement> notification) => heard.Add($"info {notification.EventType} {notification.Payload.GetProperty("n")}");

    [NotificationHandler(NotificationPriority.Warn)]
    [NotificationHandler(NotificationPriority.Error)]
    public Task OnTroubleAsync(Notification<Dictionary<string, int>> notification, CancellationToken cancel)
    {
        heard.Add($"{notification.Priority} {notification.Payload["n"]} {cancel.CanBeCanceled}");
        return Task.CompletedTask;
    }

    [NotificationHandler(NotificationPriority.Critical)]
    public async ValueTask<NotificationResult> OnCriticalAsync(Notification<JsonElement> notification)
    {
        await Task.Yield();
        heard.Add($"critical from {notification.PublisherId}");
        return heard.Count == 1 ? NotificationResult.Requeue : NotificationResult.Handled;
    }

    /// <summary>The notifications that were handled, in order.</summary>
    public sealed class Heard
    {
        private readonly ConcurrentQueue<string> _all = new();

        public int Count => _all.Count;

        public string[] All => [.. _all];

        public void Add(string what) => _all.Enqueue(what);
    }
}
