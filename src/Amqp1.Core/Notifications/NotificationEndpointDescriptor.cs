namespace Amqp1.Notifications;

/// <summary>A notification endpoint as the listener sees it: topic, filter and a handler for each priority it takes.</summary>
/// <param name="EndpointType">The class that is made for each notification or batch.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Filter">Which notifications of the topic it wants.</param>
/// <param name="Handlers">The handler of each priority that it takes one by one.</param>
/// <param name="RequeueOnFailure">Whether a notification whose handler throws is given back. Default: false.</param>
/// <remarks>Generated code fills it; it does not matter to the driver who writes the table. Immutable and thread-safe.</remarks>
public sealed record NotificationEndpointDescriptor(
    Type EndpointType,
    string Topic,
    NotificationFilter Filter,
    IReadOnlyDictionary<NotificationPriority, NotificationInvoker> Handlers,
    bool RequeueOnFailure = false)
{
    /// <summary>The handlers that take several notifications at once. Default: none.</summary>
    public IReadOnlyDictionary<NotificationPriority, NotificationBatchInvoker> BatchHandlers { get; init; } =
        new Dictionary<NotificationPriority, NotificationBatchInvoker>();

    /// <summary>How many notifications make a batch, at least 1. It must be the same for all endpoints of a topic. Default: 100.</summary>
    public int BatchSize { get; init; } = NotificationEndpointAttribute.DefaultBatchSize;

    /// <summary>
    /// How long the first notification of a batch waits for others. It must be the same for all endpoints of a topic. Default: 1 s.
    /// </summary>
    public TimeSpan BatchTimeout { get; init; } = TimeSpan.FromSeconds(NotificationEndpointAttribute.DefaultBatchTimeoutSeconds);
}
