namespace Amqp1.Configuration;

/// <summary>The options of the connection and its links, section <c>Amqp1:Connection</c>.</summary>
public sealed class ConnectionOptions
{
    /// <summary>The container-id of Open, which is sent unchanged (AMQP 1.0, 2.7.1). Default: null (a unique one is created).</summary>
    public string? ContainerName { get; set; }

    /// <summary>
    /// The time without incoming data after which a connection is closed. Half of it is announced to the peer (AMQP 1.0, 2.4.5). Default:
    /// zero (off).
    /// </summary>
    public TimeSpan IdleTimeout { get; set; }

    /// <summary>Whether every frame is written to the log, without passwords. Default: false.</summary>
    public bool Trace { get; set; }

    /// <summary>The first delay before reconnecting. Default: 1 s.</summary>
    public TimeSpan RetryInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The factor by which the delay is multiplied after each failed attempt. With 1, the delay is constant; with 0, every delay after the
    /// first is 1 s. Default: 2.
    /// </summary>
    public int RetryBackoff { get; set; } = 2;

    /// <summary>The longest delay before reconnecting. Default: 30 s.</summary>
    public TimeSpan RetryIntervalMax { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The delay before a failed link is attached again, and before a returned message is sent again. Default: 10 s.</summary>
    public TimeSpan LinkRetryDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The period in which senders that were not used are detached. Default: 10 min.</summary>
    public TimeSpan SenderLinkTimeout { get; set; } = TimeSpan.FromSeconds(600);

    /// <summary>
    /// The maximum number of links on which a connection sends calls, casts and notifications, one for each destination. When the maximum
    /// is reached, a link that is not in use is detached to make room for a new one. While all links are in use, messages to other
    /// destinations wait for a link within their own time limits. Links for replies are limited by <see cref="RpcOptions.MaxReplyLinks"/>.
    /// Default: 2000.
    /// </summary>
    public int MaxSenderLinks { get; set; } = 2000;

    /// <summary>The time limit for one attempt to connect: name resolution, TCP, TLS, SASL and Open together. Default: 30 s.</summary>
    public TimeSpan OpenTimeout { get; set; } = TimeSpan.FromSeconds(30);

    internal ConnectionOptions Clone() => (ConnectionOptions)MemberwiseClone();
}
