namespace Amqp1.Notifications;

/// <summary>The rules of the driver <c>routing</c>: a notification goes to every driver that has a rule which accepts it, once.</summary>
/// <param name="Routes">The rules of all groups; groups have no meaning beyond that.</param>
public sealed record NotificationRouting(IReadOnlyList<NotificationRoute> Routes);
