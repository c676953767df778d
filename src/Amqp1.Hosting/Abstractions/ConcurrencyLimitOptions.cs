namespace Amqp1.Hosting;

/// <summary>A limit for requests and notifications that run at the same time.</summary>
public sealed class ConcurrencyLimitOptions
{
    /// <summary>The maximum number that run at the same time, at least 1. Default: 1.</summary>
    public int Limit { get; set; } = 1;

    /// <summary>
    /// The maximum number that wait, 0 or more. Beyond it, a request fails with <see cref="ServerBusyException"/>, and a notification counts
    /// as failed. Each one that waits occupies one of <c>Amqp1:Rpc:MaxConcurrentCalls</c> or <c>Amqp1:Notifications:MaxConcurrent</c>.
    /// Default: no limit.
    /// </summary>
    public int QueueLimit { get; set; } = int.MaxValue;

    /// <summary>The topic to which the limit applies. Default: null, all topics.</summary>
    public string? Topic { get; set; }

    /// <summary>The wire name of the method, or the event type, to which the limit applies. Default: null, all.</summary>
    public string? Name { get; set; }
}
