namespace Amqp1.Notifications;

/// <summary>
/// Marks a class that handles notifications of a topic with methods that have the <see cref="NotificationHandlerAttribute"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NotificationEndpointAttribute : Attribute
{
    internal const int DefaultBatchSize = 100;
    internal const double DefaultBatchTimeoutSeconds = 1;

    /// <summary>Initializes a new instance of the attribute for a topic.</summary>
    public NotificationEndpointAttribute(string topic) => Topic = topic;

    /// <summary>The topic.</summary>
    public string Topic { get; }

    /// <summary>A regular expression that the event type must match from its start. Default: null, no condition.</summary>
    public string? EventType { get; set; }

    /// <summary>A regular expression that the ID of the publisher must match from its start. Default: null, no condition.</summary>
    public string? PublisherId { get; set; }

    /// <summary>
    /// Regular expressions that entries of the context must match from their start, each as <c>key=pattern</c>, such as
    /// <c>project_id=7f.*</c>. An entry that is missing or is not text does not match. All expressions must match. Default: empty.
    /// </summary>
    public string[] Context { get; set; } = [];

    /// <summary>
    /// Regular expressions as in <see cref="Context"/> for the metadata <c>message_id</c> and <c>timestamp</c>, such as
    /// <c>timestamp=2026-</c>. Default: empty.
    /// </summary>
    public string[] Metadata { get; set; } = [];

    /// <summary>
    /// Regular expressions as in <see cref="Context"/> for entries of the payload, such as <c>state=active|building</c>. Default: empty.
    /// </summary>
    public string[] Payload { get; set; } = [];

    /// <summary>
    /// The pool of the endpoint, not empty. All listeners of a pool share one copy of each notification: one of them handles it. Each pool
    /// gets a copy of its own, and so do all listeners without a pool together. Only RabbitMQ has pools, where a pool is a queue of this
    /// name that stores notifications while nobody listens; with another intermediary, the endpoint receives nothing, and log records
    /// and the health check tell why. All listeners of a pool should handle the same topics and priorities. Default: null, no pool.
    /// </summary>
    public string? Pool { get; set; }

    /// <summary>
    /// Whether a notification is released for redelivery when its handler throws. Default: false. The notification is then accepted and
    /// the failure is logged, because a notification that always fails would be redelivered without end.
    /// </summary>
    public bool RequeueOnFailure { get; set; }

    /// <summary>
    /// The number of notifications of the topic in a batch, at least 1, for handlers that take a list. It must be the same for all
    /// endpoints of a topic and pool. Default: 100.
    /// </summary>
    public int BatchSize { get; set; } = DefaultBatchSize;

    /// <summary>
    /// How many seconds the first notification of a batch waits for others, more than 0, for handlers that take a list. It must be the
    /// same for all endpoints of a topic and pool. Default: 1.
    /// </summary>
    public double BatchTimeoutSeconds { get; set; } = DefaultBatchTimeoutSeconds;
}
