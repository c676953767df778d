namespace Amqp1.Configuration;

/// <summary>Options of notifications, section <c>Amqp1:Notifications</c>.</summary>
public sealed class NotificationOptions
{
    /// <summary>
    /// What notifications are handed to: <c>messaging</c> (format 1.0), <c>messagingv2</c> (2.0), <c>routing</c>, <c>log</c>,
    /// <c>test</c>, <c>noop</c>. An empty list emits nothing. The first change or configured value replaces the default.
    /// Default: <c>messagingv2</c>; the Python library emits nothing by default.
    /// </summary>
    public IList<string> Drivers { get; set; } = new ReplaceableList("messagingv2");

    /// <summary>The message bus of notifications, with credentials: a secret. Default: null (that of RPC).</summary>
    public string? TransportUrl { get; set; }

    /// <summary>
    /// The topics that each notification goes to. The first change or configured value replaces the default.
    /// Default: <c>notifications</c>.
    /// </summary>
    public IList<string> Topics { get; set; } = new ReplaceableList("notifications");

    /// <summary>How often a notification that came back is sent again; -1 is without end, up to the limit in time. Default: -1.</summary>
    public int Retry { get; set; } = -1;

    /// <summary>The limit for the delivery of a notification. Default: 30 s.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The credit window of each link of a listener, in messages. Default: 100.</summary>
    public int ServerCredit { get; set; } = 100;

    /// <summary>
    /// How many notifications or batches of a listener are handled at the same time. Default: null (as many as <see cref="RpcOptions.MaxConcurrentCalls"/>).
    /// </summary>
    public int? MaxConcurrent { get; set; }

    /// <summary>
    /// How long a listener that is stopped waits for the notifications that are being handled. Default: null (<see cref="RpcOptions.DrainTimeout"/>).
    /// </summary>
    public TimeSpan? DrainTimeout { get; set; }

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
