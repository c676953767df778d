using System.Text.Json.Nodes;
using Amqp1.Notifications;

namespace Amqp1.Hosting.Notifications;

/// <summary>A notification that waits to be sent.</summary>
internal readonly record struct QueuedNotification(NotificationPriority Priority, string EventType, JsonObject Payload);
