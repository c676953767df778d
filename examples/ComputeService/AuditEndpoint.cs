using System.Text.Json;
using Amqp1.Notifications;

namespace ComputeService;

/// <summary>Writes every notification of topic <c>notifications</c> into the audit log, regardless of its publisher.</summary>
[NotificationEndpoint("notifications")]
public sealed class AuditEndpoint(AuditLog audit)
{
    [NotificationHandler(NotificationPriority.Audit)]
    [NotificationHandler(NotificationPriority.Debug)]
    [NotificationHandler(NotificationPriority.Info)]
    [NotificationHandler(NotificationPriority.Warn)]
    [NotificationHandler(NotificationPriority.Error)]
    [NotificationHandler(NotificationPriority.Critical)]
    [NotificationHandler(NotificationPriority.Sample)]
    public void On(Notification<JsonElement> notification) => audit.Add(new AuditEntry(
        notification.Timestamp,
        notification.Priority.ToString().ToLowerInvariant(),
        notification.PublisherId,
        notification.EventType,
        notification.Payload));
}
