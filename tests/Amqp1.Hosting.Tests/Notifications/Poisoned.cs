using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Amqp1.Notifications;

namespace Amqp1.Hosting.Tests.Notifications;

/// <summary>An endpoint that can never handle its notifications.</summary>
[NotificationEndpoint("poisoned", RequeueOnFailure = true)]
[SuppressMessage("Design", "CA1822", Justification = "Endpoint methods belong to an object.")]
public sealed class Poisoned(DeadLetters.Heard heard)
{
    [NotificationHandler(NotificationPriority.Error)]
    public void On(Notification<JsonElement> notification)
    {
        heard.Add($"{notification.Priority} {notification.EventType} {notification.MessageId}");
        throw new InvalidOperationException("poison");
    }
}
