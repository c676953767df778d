using Amqp1.Json;

namespace Amqp1.Dialects;

/// <summary>A received notification.</summary>
/// <param name="Notification">The notification. It refers to the buffer of the message, or to <paramref name="Text"/>.</param>
/// <param name="Text">The text of the notification if it is not in the buffer of the message. The owner of the message returns it.</param>
internal readonly record struct IncomingNotification(NotificationMessage Notification, JsonText Text = default);
