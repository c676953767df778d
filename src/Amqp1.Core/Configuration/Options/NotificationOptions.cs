namespace Amqp1.Configuration;

/// <summary>The options of notifications, section <c>Amqp1:Notifications</c>.</summary>
public sealed class NotificationOptions
{
    /// <summary>
    /// The drivers to which notifications are passed: <c>messaging</c> (format 1.0), <c>messagingv2</c> (2.0), <c>routing</c>, <c>log</c>,
    /// <c>test</c>, <c>noop</c>. With an empty list, nothing is emitted. The first change or configured value replaces the default.
    /// Default: <c>messagingv2</c>; the Python library emits nothing by default.
    /// </summary>
    public IList<string> Drivers { get; set; } = new ReplaceableList("messagingv2");

    /// <summary>The transport URL of notifications, with credentials; it is a secret. Default: null (the URL of RPC).</summary>
    public string? TransportUrl { get; set; }

    /// <summary>
    /// The topics to which each notification is sent. The first change or configured value replaces the default. Default:
    /// <c>notifications</c>.
    /// </summary>
    public IList<string> Topics { get; set; } = new ReplaceableList("notifications");

    /// <summary>
    /// The maximum number of times that a returned notification is sent again; -1 means no limit within the send timeout. Default: -1.
    /// </summary>
    public int Retry { get; set; } = -1;

    /// <summary>The time limit for the delivery of a notification. Default: 30 s.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The time that a notification waits while a router has no listener at its address. After that, it fails with
    /// <c>NoListenerException</c>. Zero means that only <see cref="SendTimeout"/> applies. Default: 15 s.
    /// </summary>
    public TimeSpan NoListenerGrace { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// The maximum number of notifications that wait in the queue of <c>INotifier.Enqueue</c>. Default: 1000.
    /// </summary>
    public int QueueCapacity { get; set; } = 1000;

    /// <summary>
    /// Specifies what happens to an enqueued notification when the queue is full. Default:
    /// <see cref="NotificationQueueFullMode.DropNewest"/>.
    /// </summary>
    public NotificationQueueFullMode QueueFullMode { get; set; }

    /// <summary>The credit window of each link of a listener, in messages. Default: 100.</summary>
    public int ServerCredit { get; set; } = 100;

    /// <summary>
    /// The maximum number of notifications or batches that a listener handles concurrently. Default: null (the value of
    /// <see cref="RpcOptions.MaxConcurrentCalls"/>).
    /// </summary>
    public int? MaxConcurrent { get; set; }

    /// <summary>
    /// The time that a listener that is stopped waits for the notifications that are being handled. Default: null (the value of
    /// <see cref="RpcOptions.DrainTimeout"/>).
    /// </summary>
    public TimeSpan? DrainTimeout { get; set; }

    /// <summary>
    /// The number of failed deliveries after which a notification is sent to <see cref="DeadLetterTopic"/> instead of being released again. A
    /// delivery fails when a handler requests redelivery, or throws and its endpoint requeues on failure. Default: null (no limit).
    /// </summary>
    public int? MaxDeliveries { get; set; }

    /// <summary>
    /// The topic to which a listener sends notifications that reach <see cref="MaxDeliveries"/>, with their priority, such as
    /// <c>notifications_dead</c>. Default: null (none). Required if <see cref="MaxDeliveries"/> is set.
    /// </summary>
    public string? DeadLetterTopic { get; set; }

    /// <summary>The YAML file with the rules of the driver <c>routing</c>. Default: null (none).</summary>
    public string? RoutingConfig { get; set; }

    internal NotificationOptions Clone()
    {
        var copy = (NotificationOptions)MemberwiseClone();
        copy.Drivers = [.. Drivers];
        copy.Topics = [.. Topics];
        return copy;
    }
}
