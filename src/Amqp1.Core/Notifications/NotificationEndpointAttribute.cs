namespace Amqp1.Notifications;

/// <summary>Marks a class that handles notifications of a topic by methods with <see cref="NotificationHandlerAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NotificationEndpointAttribute : Attribute
{
    internal const int DefaultBatchSize = 100;
    internal const double DefaultBatchTimeoutSeconds = 1;

    /// <summary>Makes one for a topic.</summary>
    public NotificationEndpointAttribute(string topic) => Topic = topic;

    /// <summary>The topic.</summary>
    public string Topic { get; }

    /// <summary>A regular expression that the event type must match from its start. Default: none.</summary>
    public string? EventType { get; set; }

    /// <summary>A regular expression that the publisher's id must match from its start. Default: none.</summary>
    public string? PublisherId { get; set; }

    /// <summary>
    /// Regular expressions that entries of the context must match from their start, each as <c>key=pattern</c>, such as <c>project_id=7f.*</c>. An
    /// entry that is missing or no text does not match. All must match. Default: none.
    /// </summary>
    public string[] Context { get; set; } = [];

    /// <summary>The same for the metadata, which are <c>message_id</c> and <c>timestamp</c>: <c>timestamp=2026-</c>. Default: none.</summary>
    public string[] Metadata { get; set; } = [];

    /// <summary>The same for entries of the payload: <c>state=active|building</c>. Default: none.</summary>
    public string[] Payload { get; set; } = [];

    /// <summary>
    /// Whether a notification whose handler throws is given back, to come again. Default: false, it is accepted and logged: one that
    /// always fails would come for ever.
    /// </summary>
    public bool RequeueOnFailure { get; set; }

    /// <summary>
    /// For handlers that take a list: how many notifications of the topic make a batch, at least 1. It must be the same for all
    /// endpoints of a topic. Default: 100.
    /// </summary>
    public int BatchSize { get; set; } = DefaultBatchSize;

    /// <summary>
    /// For handlers that take a list: how many seconds the first notification of a batch waits for others, more than 0. It must be
    /// the same for all endpoints of a topic. Default: 1.
    /// </summary>
    public double BatchTimeoutSeconds { get; set; } = DefaultBatchTimeoutSeconds;
}
