namespace Amqp1.Notifications;

/// <summary>The rules of the driver <c>routing</c>. A notification is sent once to every driver that has a matching rule.</summary>
/// <param name="Routes">The rules of all groups. Groups have no further meaning.</param>
public sealed record NotificationRouting(IReadOnlyList<NotificationRoute> Routes);
