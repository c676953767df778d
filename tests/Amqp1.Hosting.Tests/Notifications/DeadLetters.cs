using System.Collections.Concurrent;
using System.Text.Json;
using Amqp1.Notifications;

namespace Amqp1.Hosting.Tests.Notifications;

/// <summary>An endpoint that receives dead letters.</summary>
[NotificationEndpoint("poisoned_dead")]
public sealed class DeadLetters(DeadLetters.Heard heard)
{
    [NotificationHandler(NotificationPriority.Error)]
    public void On(Notification<JsonElement> notification) => heard.Add($"dead {notification.Priority} {notification.EventType} {notification.MessageId}");

    /// <summary>The notifications that reached a handler, in order.</summary>
    public sealed class Heard
    {
        private readonly ConcurrentQueue<string> _all = new();

        public string[] All => [.. _all];

        public void Add(string what) => _all.Enqueue(what);
    }
}
