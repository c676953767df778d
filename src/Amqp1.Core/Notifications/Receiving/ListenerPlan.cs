namespace Amqp1.Notifications.Receiving;

/// <summary>
/// The links of a listener: the topics with priority whose notifications are handled singly, and those that are handled in batches.
/// </summary>
/// <param name="Singles">The topics whose notifications are handled singly.</param>
/// <param name="Batches">The plan of each topic and pool with batches, including its endpoints.</param>
internal sealed record ListenerPlan(IReadOnlyList<ListenedTopic> Singles, IReadOnlyList<BatchPlan> Batches)
{
    /// <summary>Creates the plan. Throws <see cref="ArgumentException"/> for endpoints that the same listener cannot serve.</summary>
    public static ListenerPlan Of(IReadOnlyList<NotificationEndpointDescriptor> endpoints)
    {
        if (endpoints.FirstOrDefault(endpoint => endpoint.Pool is { } pool && string.IsNullOrWhiteSpace(pool)) is { } unnamed)
        {
            throw new ArgumentException($"The pool of {unnamed.EndpointType} has no name. Set a name, or null for no pool.", nameof(endpoints));
        }

        var singles = endpoints.SelectMany(endpoint => endpoint.Handlers.Keys.Select(priority => ListenedTopic.Of(endpoint, priority))).Distinct().ToArray();
        var batches = endpoints.Where(endpoint => endpoint.BatchHandlers.Count > 0).GroupBy(endpoint => (endpoint.Topic, endpoint.Pool)).Select(Batch).ToArray();
        if (batches.SelectMany(batch => batch.Topics).Intersect(singles).Select(both => both.ToString()).FirstOrDefault() is { } both)
        {
            throw new ArgumentException(
                $"Notifications of {both} are handled both one by one and in batches, but a notification can be settled only once; use one of the two.", nameof(endpoints));
        }

        foreach (var pool in batches.Where(batch => batch.Pool is not null).GroupBy(batch => batch.Pool))
        {
            RequireOneBatch(pool, singles);
        }

        return new ListenerPlan(singles, batches);
    }

    /// <summary>
    /// Checks that the batches of a pool are the only use of the pool. Its topics and priorities share one queue, so that each link receives
    /// any of them.
    /// </summary>
    private static void RequireOneBatch(IGrouping<string?, BatchPlan> pool, ListenedTopic[] singles)
    {
        if (Array.Exists(singles, single => single.Pool == pool.Key))
        {
            throw new ArgumentException(
                $"Notifications of pool {pool.Key} are handled one by one and in batches; all of them are in one queue, so it must be the one or the other.", nameof(pool));
        }

        if (pool.Count() > 1)
        {
            throw new ArgumentException(
                $"Notifications of pool {pool.Key} are handled in batches of the topics {string.Join(" and ", pool.Select(batch => batch.Topic))}; all of them are in one queue, so a pool with batches must have one topic.",
                nameof(pool));
        }
    }

    private static BatchPlan Batch(IGrouping<(string Topic, string? Pool), NotificationEndpointDescriptor> group)
    {
        var first = group.First();
        foreach (var endpoint in group)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(endpoint.BatchSize, 1, nameof(endpoint.BatchSize));
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(endpoint.BatchTimeout, TimeSpan.Zero, nameof(endpoint.BatchTimeout));
            if (endpoint.BatchSize != first.BatchSize || endpoint.BatchTimeout != first.BatchTimeout)
            {
                throw new ArgumentException(
                    $"{first.EndpointType} and {endpoint.EndpointType} handle batches of topic {first.Topic}; they must have the same size and timeout.", nameof(group));
            }
        }

        return new BatchPlan(
            first.Topic,
            first.Pool,
            [.. group.SelectMany(endpoint => endpoint.BatchHandlers.Keys.Select(priority => ListenedTopic.Of(endpoint, priority))).Distinct()],
            [.. group],
            first.BatchSize,
            first.BatchTimeout);
    }
}
