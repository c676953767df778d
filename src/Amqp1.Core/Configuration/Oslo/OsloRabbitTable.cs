namespace Amqp1.Configuration.Oslo;

/// <summary>The options of the group <c>[oslo_messaging_rabbit]</c> of oslo.messaging 14.0 to 18 that have an effect here.</summary>
internal static class OsloRabbitTable
{
    public const string Group = "oslo_messaging_rabbit";

    // These fields precede All, because static initializers run in textual order.
    private static readonly TextType Text = new();
    private static readonly OptionalTextType OptionalText = new();
    private static readonly BooleanType Boolean = new();

    /// <summary>The options, in the order of oslo's documentation.</summary>
    public static IReadOnlyList<OsloOption> All { get; } =
    [
        Of("amqp_durable_queues", "DurableQueues", Boolean, o => o.DurableQueues, (o, v) => o.DurableQueues = v),
        Of("amqp_auto_delete", "AutoDelete", Boolean, o => o.AutoDelete, (o, v) => o.AutoDelete = v, InDefault("amqp_auto_delete")),
        Of("ssl", "Ssl", new InheritedType<bool>(Boolean, false), o => o.Ssl, (o, v) => o.Ssl = v, Old("rabbit_use_ssl")),
        Of("ssl_key_file", "SslKeyFile", Text, o => o.SslKeyFile ?? "", (o, v) => o.SslKeyFile = v, Old("kombu_ssl_keyfile")),
        Of("ssl_cert_file", "SslCertFile", Text, o => o.SslCertFile ?? "", (o, v) => o.SslCertFile = v, Old("kombu_ssl_certfile")),
        Of("ssl_ca_file", "SslCaFile", Text, o => o.SslCaFile ?? "", (o, v) => o.SslCaFile = v, Old("kombu_ssl_ca_certs")),
        Of("kombu_reconnect_delay", "ReconnectDelay", new FractionalSecondsType(), o => o.ReconnectDelay, (o, v) => o.ReconnectDelay = v,
            InDefault("kombu_reconnect_delay")),
        Of("kombu_compression", "Compression", new CompressionType(), o => o.Compression, (o, v) => o.Compression = v),
        Of("kombu_missing_consumer_retry_timeout", "MissingConsumerRetryTimeout", new SecondsType(0),
            o => o.MissingConsumerRetryTimeout, (o, v) => o.MissingConsumerRetryTimeout = v, Old("kombu_reconnect_timeout")),
        Of("rabbit_login_method", "SaslMechanisms", new LoginMethodType(), o => o.SaslMechanisms, (o, v) => o.SaslMechanisms = v, InDefault("rabbit_login_method")),
        Of("rabbit_retry_interval", "RetryInterval", Seconds(1, 1), o => o.RetryInterval, (o, v) => o.RetryInterval = v),
        Of("rabbit_retry_backoff", "RetryBackoff", new InheritedType<int>(new IntegerType(0), 2), o => o.RetryBackoff, (o, v) => o.RetryBackoff = v,
            InDefault("rabbit_retry_backoff")),
        Of("rabbit_interval_max", "RetryIntervalMax", Seconds(1, 30), o => o.RetryIntervalMax, (o, v) => o.RetryIntervalMax = v),
        Of("rabbit_ha_queues", "HaQueues", Boolean, o => o.HaQueues, (o, v) => o.HaQueues = v, InDefault("rabbit_ha_queues")),
        Of("rabbit_quorum_queue", "QuorumQueues", Boolean, o => o.QuorumQueues, (o, v) => o.QuorumQueues = v),
        Of("rabbit_transient_quorum_queue", "TransientQuorumQueues", Boolean, o => o.TransientQuorumQueues, (o, v) => o.TransientQuorumQueues = v),
        Of("rabbit_quorum_delivery_limit", "QuorumDeliveryLimit", new IntegerType(-1), o => o.QuorumDeliveryLimit, (o, v) => o.QuorumDeliveryLimit = v),
        Of("rabbit_quorum_max_memory_length", "QuorumMaxMemoryLength", new IntegerType(0), o => o.QuorumMaxMemoryLength, (o, v) => o.QuorumMaxMemoryLength = v,
            Old("rabbit_quroum_max_memory_length")),
        Of("rabbit_quorum_max_memory_bytes", "QuorumMaxMemoryBytes", new IntegerType(0), o => o.QuorumMaxMemoryBytes, (o, v) => o.QuorumMaxMemoryBytes = v,
            Old("rabbit_quroum_max_memory_bytes")),
        Of("rabbit_transient_queues_ttl", "TransientQueuesTtl", new SecondsType(0, RabbitOptions.MaxTtlSeconds),
            o => o.TransientQueuesTtl, (o, v) => o.TransientQueuesTtl = v),
        Of("rabbit_qos_prefetch_count", "PrefetchCount", new IntegerType(0), o => o.PrefetchCount, (o, v) => o.PrefetchCount = v),
        Of("heartbeat_timeout_threshold", "HeartbeatTimeout", new SecondsType(0), o => o.HeartbeatTimeout, (o, v) => o.HeartbeatTimeout = v),
        Of("use_queue_manager", "UseQueueManager", Boolean, o => o.UseQueueManager, (o, v) => o.UseQueueManager = v),
        Of("hostname", "HostName", OptionalText, o => o.HostName, (o, v) => o.HostName = v),
        Of("processname", "ProcessName", OptionalText, o => o.ProcessName, (o, v) => o.ProcessName = v),
        Of("rabbit_stream_fanout", "StreamFanout", Boolean, o => o.StreamFanout, (o, v) => o.StreamFanout = v),
    ];

    private static InheritedType<TimeSpan> Seconds(int min, int osloDefault) => new(new SecondsType(min), TimeSpan.FromSeconds(osloDefault));

    private static OsloName Old(string name) => new(Group, name);

    private static OsloName InDefault(string name) => new(OsloOptionTable.DefaultGroup, name);

    private static OsloOption<T> Of<T>(
        string name, string path, OsloType<T> type, Func<RabbitOptions, T> get, Action<RabbitOptions, T> set, OsloName? deprecated = null) =>
        new(new OsloName(Group, name), $"Rabbit:{path}", type, options => get(options.Rabbit), (options, value) => set(options.Rabbit, value))
        {
            DeprecatedNames = deprecated is { } old ? [old] : [],
        };
}
