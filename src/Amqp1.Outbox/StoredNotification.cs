using Amqp1.Dialects;
using Amqp1.Notifications;

namespace Amqp1.Outbox;

/// <summary>A notification that waits in the outbox.</summary>
/// <param name="Sequence">Its position.</param>
/// <param name="Priority">The priority.</param>
/// <param name="Message">The notification.</param>
internal sealed record StoredNotification(long Sequence, NotificationPriority Priority, NotificationMessage Message);
