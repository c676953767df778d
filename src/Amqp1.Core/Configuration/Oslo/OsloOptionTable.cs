namespace Amqp1.Configuration.Oslo;

/// <summary>
/// The options of oslo.messaging that apply to this driver, and the corresponding typed options: the common ones and those of the amqp1 driver
/// of 14.9.3, and those of the rabbit driver of 14.0 to 18.
/// </summary>
internal static class OsloOptionTable
{
    public const string DefaultGroup = "DEFAULT";
    public const string AmqpGroup = "oslo_messaging_amqp";
    public const string RabbitGroup = OsloRabbitTable.Group;
    public const string NotificationsGroup = "oslo_messaging_notifications";

    /// <summary>The former name of the group <see cref="AmqpGroup"/>.</summary>
    public const string OldAmqpGroup = "amqp1";

    /// <summary>The group that old OpenStack documents give for <c>transport_url</c> of notifications.</summary>
    public const string OldNotificationsGroup = "notifications";

    // These fields precede All, because static initializers run in textual order.
    private static readonly TextType Text = new();
    private static readonly OptionalTextType OptionalText = new();
    private static readonly BooleanType Boolean = new();

    /// <summary>All options, in the order of oslo's documentation.</summary>
    public static IReadOnlyList<OsloOption> All { get; } =
    [
        Of(DefaultGroup, "transport_url", "TransportUrl", OptionalText, o => o.TransportUrl, (o, v) => o.TransportUrl = v,
            secret: true, osloDefault: "rabbit://"),
        Of(DefaultGroup, "control_exchange", "ControlExchange", Text, o => o.ControlExchange, (o, v) => o.ControlExchange = v),
        Of(DefaultGroup, "rpc_response_timeout", "Rpc:ResponseTimeout", Seconds(1), o => o.Rpc.ResponseTimeout, (o, v) => o.Rpc.ResponseTimeout = v),
        Of(DefaultGroup, "executor_thread_pool_size", "Rpc:MaxConcurrentCalls", Integer(1), o => o.Rpc.MaxConcurrentCalls, (o, v) => o.Rpc.MaxConcurrentCalls = v,
            deprecated: [new(DefaultGroup, "rpc_thread_pool_size")]),
        Of(DefaultGroup, "rpc_ping_enabled", "Rpc:PingEnabled", Boolean, o => o.Rpc.PingEnabled, (o, v) => o.Rpc.PingEnabled = v),

        Amqp("container_name", "Connection:ContainerName", OptionalText, o => o.Connection.ContainerName, (o, v) => o.Connection.ContainerName = v, old: true),
        Amqp("idle_timeout", "Connection:IdleTimeout", Seconds(0), o => o.Connection.IdleTimeout, (o, v) => o.Connection.IdleTimeout = v, old: true),
        Amqp("trace", "Connection:Trace", Boolean, o => o.Connection.Trace, (o, v) => o.Connection.Trace = v, old: true),
        Amqp("ssl", "Security:Ssl", Boolean, o => o.Security.Ssl, (o, v) => o.Security.Ssl = v),
        Amqp("ssl_ca_file", "Security:SslCaFile", OptionalText, o => o.Security.SslCaFile, (o, v) => o.Security.SslCaFile = v, old: true),
        Amqp("ssl_cert_file", "Security:SslCertFile", OptionalText, o => o.Security.SslCertFile, (o, v) => o.Security.SslCertFile = v, old: true),
        Amqp("ssl_key_file", "Security:SslKeyFile", OptionalText, o => o.Security.SslKeyFile, (o, v) => o.Security.SslKeyFile = v, old: true),
        Amqp("ssl_key_password", "Security:SslKeyPassword", OptionalText, o => o.Security.SslKeyPassword, (o, v) => o.Security.SslKeyPassword = v, old: true, secret: true),
        Amqp("ssl_verify_vhost", "Security:SslVerifyVhost", Boolean, o => o.Security.SslVerifyVhost, (o, v) => o.Security.SslVerifyVhost = v),
        Amqp("sasl_mechanisms", "Security:SaslMechanisms", Text, o => o.Security.SaslMechanisms, (o, v) => o.Security.SaslMechanisms = v, old: true),
        Amqp("sasl_config_dir", "Security:SaslConfigDir", OptionalText, o => o.Security.SaslConfigDir, (o, v) => o.Security.SaslConfigDir = v, old: true),
        Amqp("sasl_config_name", "Security:SaslConfigName", OptionalText, o => o.Security.SaslConfigName, (o, v) => o.Security.SaslConfigName = v, old: true),
        Amqp("sasl_default_realm", "Security:SaslDefaultRealm", OptionalText, o => o.Security.SaslDefaultRealm, (o, v) => o.Security.SaslDefaultRealm = v),
        Amqp("connection_retry_interval", "Connection:RetryInterval", Seconds(1), o => o.Connection.RetryInterval, (o, v) => o.Connection.RetryInterval = v),
        Amqp("connection_retry_backoff", "Connection:RetryBackoff", Integer(0), o => o.Connection.RetryBackoff, (o, v) => o.Connection.RetryBackoff = v),
        Amqp("connection_retry_interval_max", "Connection:RetryIntervalMax", Seconds(1), o => o.Connection.RetryIntervalMax, (o, v) => o.Connection.RetryIntervalMax = v),
        Amqp("link_retry_delay", "Connection:LinkRetryDelay", Seconds(1), o => o.Connection.LinkRetryDelay, (o, v) => o.Connection.LinkRetryDelay = v),
        Amqp("default_reply_retry", "Rpc:ReplyRetry", Integer(-1), o => o.Rpc.ReplyRetry, (o, v) => o.Rpc.ReplyRetry = v),
        Amqp("default_reply_timeout", "Rpc:ReplyTimeout", Seconds(5), o => o.Rpc.ReplyTimeout, (o, v) => o.Rpc.ReplyTimeout = v),
        Amqp("default_send_timeout", "Rpc:SendTimeout", Seconds(5), o => o.Rpc.SendTimeout, (o, v) => o.Rpc.SendTimeout = v),
        Amqp("default_notify_timeout", "Notifications:SendTimeout", Seconds(5), o => o.Notifications.SendTimeout, (o, v) => o.Notifications.SendTimeout = v),
        Amqp("default_sender_link_timeout", "Connection:SenderLinkTimeout", Seconds(1), o => o.Connection.SenderLinkTimeout, (o, v) => o.Connection.SenderLinkTimeout = v),
        Amqp("addressing_mode", "Addressing:Mode", new AddressingModeType(), o => o.Addressing.Mode, (o, v) => o.Addressing.Mode = v),
        Amqp("pseudo_vhost", "Addressing:PseudoVhost", Boolean, o => o.Addressing.PseudoVhost, (o, v) => o.Addressing.PseudoVhost = v),
        Amqp("server_request_prefix", "Addressing:ServerRequestPrefix", Text, o => o.Addressing.ServerRequestPrefix, (o, v) => o.Addressing.ServerRequestPrefix = v, old: true),
        Amqp("broadcast_prefix", "Addressing:BroadcastPrefix", Text, o => o.Addressing.BroadcastPrefix, (o, v) => o.Addressing.BroadcastPrefix = v, old: true),
        Amqp("group_request_prefix", "Addressing:GroupRequestPrefix", Text, o => o.Addressing.GroupRequestPrefix, (o, v) => o.Addressing.GroupRequestPrefix = v, old: true),
        Amqp("rpc_address_prefix", "Addressing:RpcAddressPrefix", Text, o => o.Addressing.RpcAddressPrefix, (o, v) => o.Addressing.RpcAddressPrefix = v),
        Amqp("notify_address_prefix", "Addressing:NotifyAddressPrefix", Text, o => o.Addressing.NotifyAddressPrefix, (o, v) => o.Addressing.NotifyAddressPrefix = v),
        Amqp("multicast_address", "Addressing:MulticastAddress", Text, o => o.Addressing.MulticastAddress, (o, v) => o.Addressing.MulticastAddress = v),
        Amqp("unicast_address", "Addressing:UnicastAddress", Text, o => o.Addressing.UnicastAddress, (o, v) => o.Addressing.UnicastAddress = v),
        Amqp("anycast_address", "Addressing:AnycastAddress", Text, o => o.Addressing.AnycastAddress, (o, v) => o.Addressing.AnycastAddress = v),
        Amqp("default_notification_exchange", "Addressing:DefaultNotificationExchange", OptionalText,
            o => o.Addressing.DefaultNotificationExchange, (o, v) => o.Addressing.DefaultNotificationExchange = v),
        Amqp("default_rpc_exchange", "Addressing:DefaultRpcExchange", OptionalText, o => o.Addressing.DefaultRpcExchange, (o, v) => o.Addressing.DefaultRpcExchange = v),
        Amqp("reply_link_credit", "Rpc:ReplyLinkCredit", Integer(1), o => o.Rpc.ReplyLinkCredit, (o, v) => o.Rpc.ReplyLinkCredit = v),
        Amqp("rpc_server_credit", "Rpc:ServerCredit", Integer(1), o => o.Rpc.ServerCredit, (o, v) => o.Rpc.ServerCredit = v),
        Amqp("notify_server_credit", "Notifications:ServerCredit", Integer(1), o => o.Notifications.ServerCredit, (o, v) => o.Notifications.ServerCredit = v),
        Amqp("pre_settled", "PreSettled", new PreSettledType(), o => o.PreSettled, (o, v) => o.PreSettled = v, osloDefault: "rpc-cast,rpc-reply"),

        Of(NotificationsGroup, "driver", "Notifications:Drivers", new ListType(isMultiValued: true, whenEmpty: "noop"), o => o.Notifications.Drivers, (o, v) => o.Notifications.Drivers = v,
            deprecated: [new(DefaultGroup, "notification_driver")], osloDefault: ""),
        Of(NotificationsGroup, "transport_url", "Notifications:TransportUrl", OptionalText, o => o.Notifications.TransportUrl, (o, v) => o.Notifications.TransportUrl = v,
            deprecated: [new(DefaultGroup, "notification_transport_url"), new(OldNotificationsGroup, "transport_url")], secret: true),
        Of(NotificationsGroup, "topics", "Notifications:Topics", new ListType(isMultiValued: false), o => o.Notifications.Topics, (o, v) => o.Notifications.Topics = v,
            deprecated: [new("rpc_notifier2", "topics"), new(DefaultGroup, "notification_topics")]),
        Of(NotificationsGroup, "retry", "Notifications:Retry", Integer(-1), o => o.Notifications.Retry, (o, v) => o.Notifications.Retry = v),
        Of(NotificationsGroup, "routing_config", "Notifications:RoutingConfig", OptionalText, o => o.Notifications.RoutingConfig, (o, v) => o.Notifications.RoutingConfig = v,
            deprecated: [new(DefaultGroup, "routing_notifier_config")]),

        .. OsloRabbitTable.All,
    ];

    /// <summary>Returns the option with the group and name, which must not be deprecated; null if there is none.</summary>
    public static OsloOption? Find(string group, string name) =>
        All.FirstOrDefault(option => option.Name == new OsloName(group, name));

    private static SecondsType Seconds(int min) => new(min);

    private static IntegerType Integer(int min) => new(min);

    private static OsloOption<T> Amqp<T>(
        string name, string path, OsloType<T> type, Func<Amqp1Options, T> get, Action<Amqp1Options, T> set, bool old = false, bool secret = false, string? osloDefault = null) =>
        Of(AmqpGroup, name, path, type, get, set, old ? [new(OldAmqpGroup, name)] : null, secret, osloDefault);

    private static OsloOption<T> Of<T>(
        string group,
        string name,
        string path,
        OsloType<T> type,
        Func<Amqp1Options, T> get,
        Action<Amqp1Options, T> set,
        OsloName[]? deprecated = null,
        bool secret = false,
        string? osloDefault = null) =>
        new(new OsloName(group, name), path, type, get, set)
        {
            DeprecatedNames = deprecated ?? [],
            IsSecret = secret,
            OsloDefault = osloDefault,
        };
}
