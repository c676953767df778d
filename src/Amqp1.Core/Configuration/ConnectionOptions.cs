namespace Amqp1.Configuration;

/// <summary>Options of the connection and its links, section <c>Amqp1:Connection</c>.</summary>
public sealed class ConnectionOptions
{
    /// <summary>The container-id of Open, sent as it is (AMQP 1.0, 2.7.1). Default: null (a unique one is made).</summary>
    public string? ContainerName { get; set; }

    /// <summary>
    /// A connection on which nothing arrives for so long is given up; half of it is announced to the peer (AMQP 1.0, 2.4.5).
    /// Default: zero (off).
    /// </summary>
    public TimeSpan IdleTimeout { get; set; }

    /// <summary>Writes every frame to the log; passwords are left out. Default: false.</summary>
    public bool Trace { get; set; }

    /// <summary>The first delay before reconnecting. Default: 1 s.</summary>
    public TimeSpan RetryInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// What the delay is multiplied with after each failed attempt; 1 keeps it constant, 0 makes every delay after the first 1 s. Default: 2.
    /// </summary>
    public int RetryBackoff { get; set; } = 2;

    /// <summary>The longest delay before reconnecting. Default: 30 s.</summary>
    public TimeSpan RetryIntervalMax { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The wait before a failed link is attached again, and before a returned message is sent again. Default: 10 s.</summary>
    public TimeSpan LinkRetryDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The period in which senders that were not used are detached. Default: 10 min.</summary>
    public TimeSpan SenderLinkTimeout { get; set; } = TimeSpan.FromSeconds(600);

    /// <summary>
    /// The most links on which a connection sends calls, casts and notifications, one for each destination. At that number a link that is
    /// not in use is detached for a new one; while all are in use, messages to further destinations wait for a link within their own
    /// limits. Links for replies are counted by <see cref="RpcOptions.MaxReplyLinks"/>. Default: 2000.
    /// </summary>
    public int MaxSenderLinks { get; set; } = 2000;

    /// <summary>The limit for one attempt to connect: name resolution, TCP, TLS, SASL and Open together. Default: 30 s.</summary>
    public TimeSpan OpenTimeout { get; set; } = TimeSpan.FromSeconds(30);

    internal ConnectionOptions Clone() => (ConnectionOptions)MemberwiseClone();
}
