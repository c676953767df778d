using Amqp1.Addressing;

namespace Amqp1.Notifications.Receiving;

/// <summary>The topic and the pool of one link of a listener.</summary>
/// <param name="Topic">The topic with priority, such as <c>notifications.info</c>.</param>
/// <param name="Pool">The pool; null for none.</param>
internal readonly record struct ListenedTopic(string Topic, string? Pool)
{
    public static ListenedTopic Of(NotificationEndpointDescriptor endpoint, NotificationPriority priority) =>
        new($"{endpoint.Topic}.{PriorityNames.InAddress(priority)}", endpoint.Pool);

    public Destination Destination => Destination.OfListener(Topic, Pool);

    /// <inheritdoc />
    public override string ToString() => Pool is null ? Topic : $"{Topic} (pool {Pool})";
}
