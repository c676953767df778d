using System.Collections.Concurrent;
using System.Text.Json;
using Amqp1.Notifications;

namespace Amqp1.Hosting.Tests.Values;

/// <summary>An endpoint that gets the notifications that all of its filters accept.</summary>
[NotificationEndpoint("picky", Payload = ["state=active|building", "host=rack-7"], Context = ["project_id=7f"], Metadata = ["timestamp=2"])]
public sealed class Picky(ConcurrentQueue<string> heard)
{
    [NotificationHandler(NotificationPriority.Info)]
    public void On(Notification<JsonElement> notification) => heard.Enqueue(notification.EventType);
}
