using Amqp1.Configuration;
using Amqp1.Configuration.Oslo;
using Microsoft.Extensions.Configuration;

namespace Amqp1.Core.Tests.Configuration;

public sealed class OsloRabbitIniTests
{
    // The list contains every option that a release from 14.0 to 18 registers in the group, and their former names.
    private static readonly string[] Reference =
    [
        "amqp_durable_queues", "amqp_auto_delete", "rpc_conn_pool_size", "conn_pool_min_size", "conn_pool_ttl", "ssl", "ssl_version", "ssl_key_file",
        "ssl_cert_file", "ssl_ca_file", "ssl_enforce_hostname_verification", "ssl_enforce_fips_mode", "heartbeat_in_pthread", "kombu_reconnect_delay",
        "kombu_reconnect_splay", "kombu_compression", "kombu_missing_consumer_retry_timeout", "kombu_failover_strategy", "rabbit_login_method",
        "rabbit_retry_interval", "rabbit_retry_backoff", "rabbit_interval_max", "rabbit_ha_queues", "rabbit_quorum_queue", "rabbit_transient_quorum_queue",
        "rabbit_quorum_delivery_limit", "rabbit_quorum_max_memory_length", "rabbit_quorum_max_memory_bytes", "rabbit_quroum_max_memory_length",
        "rabbit_quroum_max_memory_bytes", "rabbit_transient_queues_ttl", "rabbit_qos_prefetch_count", "heartbeat_timeout_threshold", "heartbeat_rate",
        "direct_mandatory_flag", "enable_cancel_on_failover", "use_queue_manager", "hostname", "processname", "rabbit_stream_fanout", "rabbit_use_ssl",
        "kombu_ssl_version", "kombu_ssl_keyfile", "kombu_ssl_certfile", "kombu_ssl_ca_certs", "kombu_reconnect_timeout",
    ];

    [Fact]
    public void Each_option_of_each_release_is_read_or_has_a_reason() =>
        OsloRabbitTable.All.SelectMany(option => option.DeprecatedNames.Where(name => name.Group == OsloRabbitTable.Group).Append(option.Name))
            .Select(name => name.Name)
            .Concat(OsloRabbitUnsupported.Reasons.Keys)
            .Order()
            .ShouldBe(Reference.Order());

    [Fact]
    public void Each_option_has_one_row_in_the_specification()
    {
        var rows = File.ReadLines(RepositoryFile.Find("docs/spec/rabbit-configuration.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .ToDictionary(line => line.Split('`')[1]);

        rows.Keys.Order().ShouldBe(Reference.Except(FormerNames()).Order());
        foreach (var option in OsloRabbitTable.All)
        {
            rows[option.Name.Name].ShouldContain($"`{option.Key}`");
            option.DeprecatedNames.ShouldAllBe(old => rows[option.Name.Name].Contains($"`{(old.Group == OsloRabbitTable.Group ? old.Name : old.ToString())}`", StringComparison.Ordinal));
        }

        foreach (var name in OsloRabbitUnsupported.Reasons.Keys.Except(FormerNames()))
        {
            rows[name].ShouldContain("| no effect |");
        }
    }

    [Fact]
    public void A_service_file_becomes_options()
    {
        var result = OsloIni.Load(["""
            [DEFAULT]
            transport_url = rabbit://openstack:pw@ctl1:5672,openstack:pw@ctl2:5672//
            control_exchange = nova
            rpc_response_timeout = 90
            [oslo_messaging_notifications]
            driver = messagingv2
            transport_url = rabbit://ceilometer:pw@ctl1/notify
            [oslo_messaging_rabbit]
            ssl = True
            ssl_ca_file = /etc/ca.pem
            amqp_durable_queues = true
            rabbit_quorum_queue = true
            rabbit_transient_quorum_queue = true
            rabbit_stream_fanout = true
            rabbit_qos_prefetch_count = 32
            rabbit_transient_queues_ttl = 604800
            use_queue_manager = true
            hostname = ctl1
            processname = nova-conductor
            heartbeat_timeout_threshold = 30
            heartbeat_in_pthread = true
            kombu_reconnect_delay = 0.5
            """]);

        var options = Bind(result);
        var url = TransportUrl.Parse(options.TransportUrl!);
        var effective = EffectiveOptions.For(options, url);

        result.Warnings.ShouldHaveSingleItem().ShouldStartWith("[oslo_messaging_rabbit] heartbeat_in_pthread has no effect");
        Amqp1OptionsValidator.Validate(options).ShouldBeEmpty();
        Amqp1ConfigurationKeys.Check(result.ConfigurationKeys).ShouldBeEmpty();
        url.VirtualHost.ShouldBeNull();
        TransportUrl.Parse(options.Notifications.TransportUrl!).VirtualHost.ShouldBe("notify");
        effective.ControlExchange.ShouldBe("nova");
        effective.Rpc.ResponseTimeout.ShouldBe(TimeSpan.FromSeconds(90));
        effective.Security.Ssl.ShouldBeTrue();
        effective.Security.SslCaFile.ShouldBe("/etc/ca.pem");
        effective.Connection.IdleTimeout.ShouldBe(TimeSpan.FromSeconds(30));
        effective.Connection.LinkRetryDelay.ShouldBe(TimeSpan.FromSeconds(0.5));
        effective.Rabbit.DurableQueues.ShouldBeTrue();
        effective.Rabbit.QuorumQueues.ShouldBeTrue();
        effective.Rabbit.TransientQuorumQueues.ShouldBeTrue();
        effective.Rabbit.StreamFanout.ShouldBeTrue();
        effective.Rabbit.PrefetchCount.ShouldBe(32);
        effective.Rabbit.TransientQueuesTtl.ShouldBe(TimeSpan.FromDays(7));
        effective.Rabbit.UseQueueManager.ShouldBeTrue();
        effective.Rabbit.HostName.ShouldBe("ctl1");
        effective.Rabbit.ProcessName.ShouldBe("nova-conductor");
    }

    [Theory]
    [InlineData("transport_url=rabbit://h", "", "oslo_messaging_amqp")]
    [InlineData("transport_url=rabbit://h", "transport_url=kombu+rabbit://h2", "oslo_messaging_amqp")]
    [InlineData("transport_url=amqp://h", "", "oslo_messaging_rabbit")]
    [InlineData("x=amqp\ntransport_url=$x://h", "transport_url=amqp://h2", "oslo_messaging_rabbit")]
    [InlineData("transport_url=amqp://h", "transport_url=rabbit://h", null)]
    [InlineData("transport_url=rabbit://h", "transport_url=amqp://h", null)]
    [InlineData("", "transport_url=rabbit://h", null)]
    [InlineData("", "", null)]
    [InlineData("transport_url=nonsense", "", null)]
    public void A_driver_reads_its_own_group_only(string rpc, string notifications, string? withoutEffect)
    {
        var result = OsloIni.Load([
            $"[DEFAULT]\n{rpc}\n[oslo_messaging_notifications]\n{notifications}\n[oslo_messaging_amqp]\nidle_timeout=7\nfoo=1\n[oslo_messaging_rabbit]\nheartbeat_timeout_threshold=8\nfoo=1"]);

        result.ConfigurationKeys.ContainsKey("Amqp1:Connection:IdleTimeout").ShouldBe(withoutEffect != "oslo_messaging_amqp");
        result.ConfigurationKeys.ContainsKey("Amqp1:Rabbit:HeartbeatTimeout").ShouldBe(withoutEffect != "oslo_messaging_rabbit");
        result.Warnings.Count.ShouldBe(2);
        result.Warnings.Count(warning => warning.StartsWith($"The group [{withoutEffect}] has no effect, because no transport_url", StringComparison.Ordinal))
            .ShouldBe(withoutEffect is null ? 0 : 1);
        result.Warnings.Count(warning => warning.EndsWith("foo is unknown and has no effect.", StringComparison.Ordinal)).ShouldBe(withoutEffect is null ? 2 : 1);
    }

    [Fact]
    public void A_wrong_value_in_a_group_that_is_not_read_does_no_harm() =>
        OsloIni.Load(["[DEFAULT]\ntransport_url=rabbit://h\n[amqp1]\nidle_timeout=x"]).Warnings.ShouldHaveSingleItem().ShouldStartWith("The group [amqp1] has no effect");

    [Fact]
    public void With_both_schemes_each_url_gets_the_options_of_its_own_group()
    {
        var options = Bind(OsloIni.Load(["""
            [DEFAULT]
            transport_url = amqp://router
            [oslo_messaging_notifications]
            transport_url = rabbit://broker
            [oslo_messaging_amqp]
            ssl_ca_file = ca.pem
            ssl_cert_file = c.pem
            ssl_key_file = k.pem
            sasl_mechanisms = EXTERNAL
            idle_timeout = 7
            link_retry_delay = 8
            connection_retry_interval = 9
            connection_retry_backoff = 10
            connection_retry_interval_max = 11
            ssl_verify_vhost = true
            sasl_default_realm = realm
            """]));

        var defaults = EffectiveOptions.For(new Amqp1Options(), TransportUrl.Parse("rabbit://broker"));
        var rabbit = EffectiveOptions.For(options, TransportUrl.Parse(options.Notifications.TransportUrl!));
        var amqp = EffectiveOptions.For(options, TransportUrl.Parse(options.TransportUrl!));

        Shown(rabbit).ShouldBe(Shown(defaults));
        Shown(amqp).ShouldBe("00:00:07 00:00:08 00:00:09 10 00:00:11 True ca.pem c.pem k.pem EXTERNAL True realm");
        rabbit.Security.UsesTls.ShouldBeFalse();
    }

    [Fact]
    public void With_both_schemes_options_of_the_rabbit_group_stay_there()
    {
        var options = Bind(OsloIni.Load(["""
            [DEFAULT]
            transport_url = rabbit://broker
            [oslo_messaging_notifications]
            transport_url = amqp://router
            [oslo_messaging_amqp]
            ssl = false
            connection_retry_interval = 9
            [oslo_messaging_rabbit]
            ssl = true
            ssl_ca_file = ca.pem
            ssl_cert_file = c.pem
            ssl_key_file = k.pem
            rabbit_login_method = EXTERNAL
            heartbeat_timeout_threshold = 7
            kombu_reconnect_delay = 2
            rabbit_retry_interval = 3
            rabbit_retry_backoff = 4
            rabbit_interval_max = 5
            rabbit_qos_prefetch_count = 6
            """]));

        var rabbit = EffectiveOptions.For(options, TransportUrl.Parse(options.TransportUrl!));
        var amqp = EffectiveOptions.For(options, TransportUrl.Parse(options.Notifications.TransportUrl!));

        Shown(rabbit).ShouldBe("00:00:07 00:00:02 00:00:03 4 00:00:05 True ca.pem c.pem k.pem EXTERNAL False ");
        Shown(amqp).ShouldBe("00:00:00 00:00:10 00:00:09 2 00:00:30 False     False ");
        rabbit.Rpc.ServerCredit.ShouldBe(6);
        amqp.Rpc.ServerCredit.ShouldBe(100);
    }

    private static IEnumerable<string> FormerNames() =>
        OsloRabbitTable.All.SelectMany(option => option.DeprecatedNames).Select(name => name.Name).Append("kombu_ssl_version").Except(OsloRabbitTable.All.Select(option => option.Name.Name));

    private static string Shown(Amqp1Options options)
    {
        var (connection, security) = (options.Connection, options.Security);
        return $"{connection.IdleTimeout} {connection.LinkRetryDelay} {connection.RetryInterval} {connection.RetryBackoff} {connection.RetryIntervalMax} "
            + $"{security.UsesTls} {security.SslCaFile} {security.SslCertFile} {security.SslKeyFile} {security.SaslMechanisms} {security.SslVerifyVhost} {security.SaslDefaultRealm}";
    }

    private static Amqp1Options Bind(OsloIniResult result) =>
        new ConfigurationBuilder().AddInMemoryCollection(result.ConfigurationKeys).Build().GetSection(Amqp1Options.SectionName).Get<Amqp1Options>()
        ?? new Amqp1Options();
}
