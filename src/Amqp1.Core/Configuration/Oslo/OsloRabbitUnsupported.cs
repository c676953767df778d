namespace Amqp1.Configuration.Oslo;

/// <summary>The options of <c>[oslo_messaging_rabbit]</c> that have no meaning for this driver, with the reasons.</summary>
internal static class OsloRabbitUnsupported
{
    private const string Pool = "has no effect; one connection carries everything, so that there is no pool";
    private const string HeartbeatThread = "has no effect; heartbeats have a thread of their own, which sends them when they are due";
    private const string TlsVersion = "has no effect; the operating system and the broker agree on the newest version of TLS that both allow";

    /// <summary>The reason for each option, by its name or its former name.</summary>
    public static IReadOnlyDictionary<string, string> Reasons { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["rpc_conn_pool_size"] = Pool,
        ["conn_pool_min_size"] = Pool,
        ["conn_pool_ttl"] = Pool,
        ["ssl_version"] = TlsVersion,
        ["kombu_ssl_version"] = TlsVersion,
        ["ssl_enforce_hostname_verification"] = "has no effect; with TLS, certificate and host name are always verified, unless Amqp1:Security:SslInsecure is true",
        ["ssl_enforce_fips_mode"] = "has no effect; the operating system determines whether its cryptography is in FIPS mode",
        ["kombu_reconnect_splay"] = "has no effect; the delays before reconnecting have a random part, and links are attached again after kombu_reconnect_delay",
        ["kombu_failover_strategy"] = "has no effect; the first host is chosen at random, and after a failure the next one in the order of the URL",
        ["heartbeat_rate"] = HeartbeatThread,
        ["heartbeat_in_pthread"] = HeartbeatThread,
        ["direct_mandatory_flag"] = "has no effect; the broker always reports a reply for which there is no queue",
        ["enable_cancel_on_failover"] = "has no effect; it concerns mirrored queues, which RabbitMQ 4 does not have",
    };

    /// <summary>Returns the reason why an option has no meaning; null if the option is not in the list of these options.</summary>
    public static string? ReasonForOption(OsloName name) =>
        name.Group == OsloRabbitTable.Group ? Reasons.GetValueOrDefault(name.Name) : null;
}
