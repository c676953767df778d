namespace Amqp1.Notifications;

/// <summary>
/// Describes a notification endpoint for the listener: its topic, its filter and a handler for each priority that it handles.
/// </summary>
/// <param name="EndpointType">The class of the endpoint objects.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Filter">Selects the notifications of the topic that the endpoint handles.</param>
/// <param name="Handlers">The handlers for single notifications, by priority.</param>
/// <param name="RequeueOnFailure">Whether a notification is released for redelivery when its handler throws. Default: false.</param>
/// <remarks>Usually created by generated code. Immutable and thread-safe.</remarks>
public sealed record NotificationEndpointDescriptor(
    Type EndpointType,
    string Topic,
    NotificationFilter Filter,
    IReadOnlyDictionary<NotificationPriority, NotificationInvoker> Handlers,
    bool RequeueOnFailure = false)
{
    /// <summary>
    /// The pool, not empty. All listeners of a pool share one copy of each notification. See
    /// <see cref="NotificationEndpointAttribute.Pool"/>. Default: null, no pool.
    /// </summary>
    public string? Pool { get; init; }

    /// <summary>The handlers for batches of notifications, by priority. Default: empty.</summary>
    public IReadOnlyDictionary<NotificationPriority, NotificationBatchInvoker> BatchHandlers { get; init; } =
        new Dictionary<NotificationPriority, NotificationBatchInvoker>();

    /// <summary>
    /// The number of notifications in a batch, at least 1. It must be the same for all endpoints of a topic and pool. Default: 100.
    /// </summary>
    public int BatchSize { get; init; } = NotificationEndpointAttribute.DefaultBatchSize;

    /// <summary>
    /// The time that the first notification of a batch waits for others. It must be the same for all endpoints of a topic and pool. Default:
    /// 1 s.
    /// </summary>
    public TimeSpan BatchTimeout { get; init; } = TimeSpan.FromSeconds(NotificationEndpointAttribute.DefaultBatchTimeoutSeconds);

    /// <summary>
    /// Creates the descriptions of the handlers. It is called when somebody asks for them and not before. Default: null, only the priorities
    /// are known.
    /// </summary>
    public Func<IReadOnlyList<NotificationDescription>>? Describe { get; init; }
}
