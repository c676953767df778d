namespace Amqp1.Configuration;

/// <summary>
/// The options of transport URLs with the scheme <c>rabbit</c>, section <c>Amqp1:Rabbit</c>. Exchanges and queues are declared with these
/// properties, so they must be the same for all peers of a deployment.
/// </summary>
/// <remarks>
/// Some options have the same purpose as an option of <c>Amqp1:Connection</c> or <c>Amqp1:Security</c> and take its place for URLs with the
/// scheme <c>rabbit</c>, so that one instance can use both schemes. If their default is null, the other option is in effect until they are
/// set. The names and the properties of exchanges and queues also apply if a URL with the scheme <c>amqp</c> leads to a RabbitMQ.
/// </remarks>
public sealed class RabbitOptions
{
    /// <summary>The longest time to live. RabbitMQ expects it in milliseconds, as an unsigned integer of 32 bits.</summary>
    internal const int MaxTtlSeconds = 30 * 24 * 60 * 60;

    /// <summary>
    /// Whether the exchanges and queues of topics and notifications survive a restart of the broker. Quorum queues and their exchanges
    /// always do. Default: false.
    /// </summary>
    public bool DurableQueues { get; set; }

    /// <summary>
    /// Whether the exchanges and queues of topics and notifications are deleted when they are no longer used. Default: false.
    /// </summary>
    public bool AutoDelete { get; set; }

    /// <summary>Whether the queues of topics and notifications are quorum queues. Default: false.</summary>
    public bool QuorumQueues { get; set; }

    /// <summary>Whether the queues of fanouts and replies are quorum queues. Default: false.</summary>
    public bool TransientQuorumQueues { get; set; }

    /// <summary>
    /// The number of times that a quorum queue delivers a message again before it drops the message; -1 means no limit. Default: 0 (the
    /// limit of the broker, which is 20 in RabbitMQ 4).
    /// </summary>
    public int QuorumDeliveryLimit { get; set; }

    /// <summary>The maximum number of messages that a quorum queue keeps in memory. Default: 0 (no limit).</summary>
    public int QuorumMaxMemoryLength { get; set; }

    /// <summary>The maximum number of bytes that a quorum queue keeps in memory. Default: 0 (no limit).</summary>
    public int QuorumMaxMemoryBytes { get; set; }

    /// <summary>
    /// Whether queues are declared with <c>x-ha-policy: all</c>. RabbitMQ 4 has no mirrored queues and ignores the argument, but the
    /// arguments must match those of existing queues. Default: false.
    /// </summary>
    public bool HaQueues { get; set; }

    /// <summary>
    /// Whether all servers of a topic receive fanouts from one stream instead of from queues of their own. Requires
    /// <see cref="TransientQuorumQueues"/> and a <see cref="PrefetchCount"/>. Default: false.
    /// </summary>
    public bool StreamFanout { get; set; }

    /// <summary>
    /// The time after which an unused queue of fanouts or replies is deleted, and the age at which messages are removed from a stream, in
    /// whole seconds, up to 30 days. Zero means never. Default: 30 min.
    /// </summary>
    public TimeSpan TransientQueuesTtl { get; set; } = TimeSpan.FromSeconds(1800);

    /// <summary>
    /// Whether the queues of fanouts and replies have names of the form <c>host:process:number</c>, which are the same after a restart.
    /// Default: false (the names are random).
    /// </summary>
    public bool UseQueueManager { get; set; }

    /// <summary>The host in the names of <see cref="UseQueueManager"/>. Default: null (the name of the machine).</summary>
    public string? HostName { get; set; }

    /// <summary>The process in the names of <see cref="UseQueueManager"/>. Default: null (the name of the program).</summary>
    public string? ProcessName { get; set; }

    /// <summary>
    /// The credit window of each link of servers and listeners, in messages. Default: 0 (<see cref="RpcOptions.ServerCredit"/> and
    /// <see cref="NotificationOptions.ServerCredit"/>).
    /// </summary>
    public int PrefetchCount { get; set; }

    /// <summary>The compression of the bodies of sent messages. Default: <see cref="RabbitCompression.None"/>.</summary>
    public RabbitCompression Compression { get; set; }

    /// <summary>
    /// The time for which a reply is sent again to a caller whose queue does not exist, in place of <see cref="RpcOptions.ReplyTimeout"/>.
    /// If zero, a reply is sent once. Default: 60 s.
    /// </summary>
    public TimeSpan MissingConsumerRetryTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The time without incoming data after which a connection is closed, instead of <see cref="ConnectionOptions.IdleTimeout"/>. Zero means
    /// never. Default: 60 s.
    /// </summary>
    public TimeSpan HeartbeatTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The delay before a failed link is attached again, and before a returned message is sent again, instead of
    /// <see cref="ConnectionOptions.LinkRetryDelay"/>. Zero means the shortest delay, 10 ms. Default: 1 s.
    /// </summary>
    public TimeSpan ReconnectDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The first delay before reconnecting. Default: null (<see cref="ConnectionOptions.RetryInterval"/>).</summary>
    public TimeSpan? RetryInterval { get; set; }

    /// <summary>
    /// The factor by which the delay is multiplied after each failed attempt; with 0 and 1, the delay is constant. Default: null
    /// (<see cref="ConnectionOptions.RetryBackoff"/>).
    /// </summary>
    public int? RetryBackoff { get; set; }

    /// <summary>The longest delay before reconnecting. Default: null (<see cref="ConnectionOptions.RetryIntervalMax"/>).</summary>
    public TimeSpan? RetryIntervalMax { get; set; }

    /// <summary>
    /// Whether TLS is used; false turns it off whatever certificate files are set. Default: null (TLS is used if
    /// <see cref="SecurityOptions.Ssl"/>, <see cref="SecurityOptions.SslCaFile"/> or <see cref="SecurityOptions.SslCertFile"/> is set).
    /// </summary>
    public bool? Ssl { get; set; }

    /// <summary>
    /// A PEM file with the trusted certificate authorities; it does not turn TLS on. Empty means those of the system. Default: null
    /// (<see cref="SecurityOptions.SslCaFile"/>).
    /// </summary>
    public string? SslCaFile { get; set; }

    /// <summary>
    /// A PEM file with the client certificate; it does not turn TLS on. Empty means none. Default: null
    /// (<see cref="SecurityOptions.SslCertFile"/>, with its key and password).
    /// </summary>
    public string? SslCertFile { get; set; }

    /// <summary>
    /// A PEM file with the unencrypted key of <see cref="SslCertFile"/>. Empty means that the key is in that file. Default: null
    /// (<see cref="SecurityOptions.SslKeyFile"/>, if <see cref="SslCertFile"/> is null too).
    /// </summary>
    public string? SslKeyFile { get; set; }

    /// <summary>
    /// The allowed SASL mechanisms, separated by spaces, not case-sensitive. Empty means all. Default: null
    /// (<see cref="SecurityOptions.SaslMechanisms"/>).
    /// </summary>
    public string? SaslMechanisms { get; set; }

    internal RabbitOptions Clone() => (RabbitOptions)MemberwiseClone();
}
