
namespace Amqp1.Notifications.Receiving;

/// <summary>
/// The addresses of a listener: the topics with priority whose notifications are handled singly, and those that are handled in batches.
/// </summary>
/// <param name="Singles">Topics with priority, such as <c>notifications.info</c>.</param>
/// <param name="Batches">The plan of each topic with batches, including its endpoints.</param>
internal sealed record ListenerPlan(IReadOnlyList<string> Singles, IReadOnlyList<BatchPlan> Batches)
{
    /// <summary>Creates the plan. Throws <see cref="ArgumentException"/> for endpoints that the same listener cannot serve.</summary>
    public static ListenerPlan Of(IReadOnlyList<NotificationEndpointDescriptor> endpoints)
    {
        var singles = endpoints.SelectMany(endpoint => endpoint.Handlers.Keys.Select(priority => Address(endpoint, priority))).Distinct().ToArray();
        var batches = endpoints.Where(endpoint => endpoint.BatchHandlers.Count > 0).GroupBy(endpoint => endpoint.Topic).Select(Batch).ToArray();
        if (batches.SelectMany(batch => batch.Addresses).Intersect(singles).FirstOrDefault() is { } both)
        {
            throw new ArgumentException(
                $"Notifications of {both} are handled both one by one and in batches, but a notification can be settled only once; use one of the two.", nameof(endpoints));
        }

        return new ListenerPlan(singles, batches);
    }

    private static BatchPlan Batch(IGrouping<string, NotificationEndpointDescriptor> topic)
    {
        var first = topic.First();
        foreach (var endpoint in topic)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(endpoint.BatchSize, 1, nameof(endpoint.BatchSize));
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(endpoint.BatchTimeout, TimeSpan.Zero, nameof(endpoint.BatchTimeout));
            if (endpoint.BatchSize != first.BatchSize || endpoint.BatchTimeout != first.BatchTimeout)
            {
                throw new ArgumentException(
                    $"{first.EndpointType} and {endpoint.EndpointType} handle batches of topic {topic.Key}; they must have the same size and timeout.", nameof(topic));
            }
        }

        return new BatchPlan(
            topic.Key,
            [.. topic.SelectMany(endpoint => endpoint.BatchHandlers.Keys.Select(priority => Address(endpoint, priority))).Distinct()],
            [.. topic],
            first.BatchSize,
            first.BatchTimeout);
    }

    private static string Address(NotificationEndpointDescriptor endpoint, NotificationPriority priority) =>
        $"{endpoint.Topic}.{PriorityNames.InAddress(priority)}";
}
