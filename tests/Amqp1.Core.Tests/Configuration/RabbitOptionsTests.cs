using Amqp1.Configuration;
using Amqp1.Configuration.Oslo;

namespace Amqp1.Core.Tests.Configuration;

public sealed class RabbitOptionsTests
{
    [Fact]
    public void Own_defaults_take_the_place_of_shared_options_for_rabbit_urls_only()
    {
        var options = new Amqp1Options { Connection = { IdleTimeout = TimeSpan.FromSeconds(5) } };

        var rabbit = For(options, "rabbit://h").Connection;
        var amqp = For(options, "amqp://h").Connection;

        rabbit.IdleTimeout.ShouldBe(TimeSpan.FromSeconds(60));
        rabbit.LinkRetryDelay.ShouldBe(TimeSpan.FromSeconds(1));
        amqp.IdleTimeout.ShouldBe(TimeSpan.FromSeconds(5));
        amqp.LinkRetryDelay.ShouldBe(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Options_that_are_null_leave_the_shared_ones()
    {
        var options = new Amqp1Options
        {
            Connection = { RetryInterval = TimeSpan.FromSeconds(3), RetryBackoff = 4, RetryIntervalMax = TimeSpan.FromSeconds(5) },
            Security = { SslCaFile = "ca.pem", SslCertFile = "c.pem", SslKeyFile = "k.pem", SslKeyPassword = "p", SaslMechanisms = "PLAIN" },
            Rpc = { ServerCredit = 6 },
            Notifications = { ServerCredit = 7 },
        };

        var effective = For(options, "rabbit://h");

        effective.Connection.RetryInterval.ShouldBe(TimeSpan.FromSeconds(3));
        effective.Connection.RetryBackoff.ShouldBe(4);
        effective.Connection.RetryIntervalMax.ShouldBe(TimeSpan.FromSeconds(5));
        effective.Security.UsesTls.ShouldBeTrue();
        Files(effective).ShouldBe("ca.pem c.pem k.pem p");
        effective.Security.SaslMechanisms.ShouldBe("PLAIN");
        effective.Rpc.ServerCredit.ShouldBe(6);
        effective.Notifications.ServerCredit.ShouldBe(7);
    }

    [Fact]
    public void Options_that_are_set_replace_the_shared_ones()
    {
        var options = new Amqp1Options
        {
            Security = { SslCaFile = "ca.pem", SslCertFile = "c.pem", SslKeyFile = "k.pem", SslKeyPassword = "p", SaslMechanisms = "PLAIN" },
            Rabbit =
            {
                HeartbeatTimeout = TimeSpan.FromSeconds(20),
                ReconnectDelay = TimeSpan.FromSeconds(2),
                RetryInterval = TimeSpan.FromSeconds(3),
                RetryBackoff = 4,
                RetryIntervalMax = TimeSpan.FromSeconds(5),
                PrefetchCount = 6,
                MissingConsumerRetryTimeout = TimeSpan.FromSeconds(7),
                SslCaFile = "",
                SslCertFile = "rc.pem",
                SaslMechanisms = "EXTERNAL",
            },
        };

        var effective = For(options, "rabbit://h");

        effective.Connection.IdleTimeout.ShouldBe(TimeSpan.FromSeconds(20));
        effective.Connection.LinkRetryDelay.ShouldBe(TimeSpan.FromSeconds(2));
        effective.Connection.RetryInterval.ShouldBe(TimeSpan.FromSeconds(3));
        effective.Connection.RetryBackoff.ShouldBe(4);
        effective.Connection.RetryIntervalMax.ShouldBe(TimeSpan.FromSeconds(5));
        effective.Rpc.ServerCredit.ShouldBe(6);
        effective.Rpc.ReplyTimeout.ShouldBe(TimeSpan.FromSeconds(7));
        effective.Notifications.ServerCredit.ShouldBe(6);
        Files(effective).ShouldBe(" rc.pem  ");
        effective.Security.SaslMechanisms.ShouldBe("EXTERNAL");
        EveryOption(For(options, "amqp://h")).ShouldBe(EveryOption(options));
    }

    [Fact]
    public void A_second_application_changes_nothing()
    {
        var once = For(new Amqp1Options { Security = { SslCaFile = "ca.pem" }, Rabbit = { PrefetchCount = 6, RetryBackoff = 0 } }, "rabbit://h?ssl_cert_file=c.pem");

        EveryOption(For(once, "rabbit://h")).ShouldBe(EveryOption(once));
    }

    [Theory]
    [InlineData("00:00:00", "00:00:00.010")]
    [InlineData("00:00:00.250", "00:00:00.250")]
    public void The_shortest_delay_is_10_ms(string configured, string effective) =>
        For(new Amqp1Options { Rabbit = { ReconnectDelay = TimeSpan.Parse(configured, System.Globalization.CultureInfo.InvariantCulture) } }, "rabbit://h")
            .Connection.LinkRetryDelay.ShouldBe(TimeSpan.Parse(effective, System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void A_backoff_of_zero_keeps_the_delay_constant() =>
        For(new Amqp1Options { Rabbit = { RetryBackoff = 0 } }, "rabbit://h").Connection.RetryBackoff.ShouldBe(1);

    [Theory]
    [InlineData("rabbit://h", false)]
    [InlineData("rabbit://h?ssl=1", true)]
    [InlineData("rabbit+tls://h", true)]
    [InlineData("rabbit://h?ssl_ca_file=ca.pem", false)]
    [InlineData("rabbit://h?ssl_cert_file=c.pem", false)]
    public void Tls_is_the_option_ssl_and_not_a_file(string url, bool tls)
    {
        var effective = For(new Amqp1Options(), url);

        effective.Security.UsesTls.ShouldBe(tls);
    }

    [Fact]
    public void Tls_can_be_off_for_rabbit_urls_only()
    {
        var options = new Amqp1Options { Security = { Ssl = true, SslCaFile = "ca.pem" }, Rabbit = { Ssl = false } };

        For(options, "rabbit://h").Security.UsesTls.ShouldBeFalse();
        For(options, "amqp://h").Security.UsesTls.ShouldBeTrue();
    }

    [Theory]
    [InlineData("rabbit://h?ssl_ca_file=ca.pem", 1)]
    [InlineData("rabbit://h?ssl_cert_file=c.pem", 1)]
    [InlineData("rabbit://h?ssl_ca_file=ca.pem&ssl=yes", 0)]
    [InlineData("rabbit://h", 0)]
    public void Certificates_without_tls_are_told(string url, int count)
    {
        var warnings = new List<string>();

        EffectiveOptions.For(new Amqp1Options(), TransportUrl.Parse(url), warnings);

        warnings.Count(warning => warning.Contains("TLS is off", StringComparison.Ordinal)).ShouldBe(count);
    }

    [Fact]
    public void The_virtual_host_is_no_server_name_and_users_have_no_realm()
    {
        var effective = For(new Amqp1Options { Security = { SslVerifyVhost = true, SaslDefaultRealm = "realm" } }, "rabbit+tls://h/nova");

        effective.Security.SslVerifyVhost.ShouldBeFalse();
        effective.Security.SaslDefaultRealm.ShouldBeNull();
    }

    [Fact]
    public void The_query_of_a_rabbit_url_has_the_options_of_its_group()
    {
        var rabbit = For(new Amqp1Options(), "rabbit://h?rabbit_quorum_queue=1&rabbit_quorum_delivery_limit=-1&kombu_compression=gzip&kombu_reconnect_delay=0.5").Rabbit;

        rabbit.QuorumQueues.ShouldBeTrue();
        rabbit.QuorumDeliveryLimit.ShouldBe(-1);
        rabbit.Compression.ShouldBe(RabbitCompression.Gzip);
        rabbit.ReconnectDelay.ShouldBe(TimeSpan.FromSeconds(0.5));
    }

    [Theory]
    [InlineData("rabbit://h?idle_timeout=1", "'idle_timeout' is unknown")]
    [InlineData("rabbit://h?rabbit_quorum_queue=maybe", "[oslo_messaging_rabbit] rabbit_quorum_queue (Amqp1:Rabbit:QuorumQueues) is 'maybe', but must be true")]
    [InlineData("rabbit://h?rabbit_login_method=RABBIT-CR-DEMO", "must be PLAIN, AMQPLAIN (which acts as PLAIN) or EXTERNAL")]
    [InlineData("rabbit://h?kombu_reconnect_delay=-1", "a number from 0 to 86399 (seconds)")]
    [InlineData("rabbit://h?rabbit_transient_queues_ttl=2592001", "from 0 to 2592000 (seconds)")]
    [InlineData("rabbit://h?rabbit_quorum_queue=1&rabbit_ha_queues=1", "Amqp1:Rabbit:HaQueues is true together with")]
    [InlineData("rabbit://h?rabbit_stream_fanout=1&rabbit_transient_quorum_queue=1", "requires an Amqp1:Rabbit:PrefetchCount")]
    [InlineData("amqp://h?rabbit_quorum_queue=1", "'rabbit_quorum_queue' is unknown")]
    public void A_wrong_query_is_refused(string url, string reason) =>
        Should.Throw<InvalidTransportUrlException>(() => For(new Amqp1Options(), url)).Message.ShouldContain(reason);

    public static TheoryData<string> WithoutMeaning { get; } = [.. OsloRabbitUnsupported.Reasons.Keys];

    [Theory]
    [MemberData(nameof(WithoutMeaning))]
    public void An_option_without_a_meaning_is_told_in_a_query_and_in_a_file(string name)
    {
        var warnings = new List<string>();

        EffectiveOptions.For(new Amqp1Options(), TransportUrl.Parse($"rabbit://h?{name}=1"), warnings);
        var result = OsloIni.Load([$"[oslo_messaging_rabbit]\n{name} = 1"]);

        warnings.ShouldHaveSingleItem().ShouldStartWith($"[oslo_messaging_rabbit] {name} has no effect; ");
        result.Warnings.ShouldBe(warnings);
        result.ConfigurationKeys.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true, true, false, false, false, 0, "HaQueues")]
    [InlineData(true, false, true, false, false, 0, "HaQueues")]
    [InlineData(false, false, false, true, false, 1, "StreamFanout is true, which requires Amqp1:Rabbit:TransientQuorumQueues")]
    [InlineData(false, false, true, true, false, 0, "StreamFanout is true, which requires an Amqp1:Rabbit:PrefetchCount")]
    [InlineData(true, false, false, false, false, 0, null)]
    [InlineData(false, true, true, true, true, 1, null)]
    public void Options_that_do_not_fit_together_are_refused(
        bool haQueues, bool quorum, bool transientQuorum, bool stream, bool queueManager, int prefetch, string? error)
    {
        var errors = Amqp1OptionsValidator.Validate(new Amqp1Options
        {
            Rabbit =
            {
                HaQueues = haQueues,
                QuorumQueues = quorum,
                TransientQuorumQueues = transientQuorum,
                StreamFanout = stream,
                UseQueueManager = queueManager,
                PrefetchCount = prefetch,
            },
        });

        if (error is null)
        {
            errors.ShouldBeEmpty();
        }
        else
        {
            errors.ShouldHaveSingleItem().ShouldStartWith($"Amqp1:Rabbit:{error}");
        }
    }

    [Theory]
    [InlineData("AMQPLAIN", "PLAIN")]
    [InlineData("plain", "PLAIN")]
    [InlineData("EXTERNAL", "EXTERNAL")]
    public void A_login_method_is_a_mechanism(string method, string mechanism) =>
        For(new Amqp1Options(), $"rabbit://h?rabbit_login_method={method}").Security.SaslMechanisms.ShouldBe(mechanism);

    private static Amqp1Options For(Amqp1Options options, string url) => EffectiveOptions.For(options, TransportUrl.Parse(url));

    private static string Files(Amqp1Options options) =>
        $"{options.Security.SslCaFile} {options.Security.SslCertFile} {options.Security.SslKeyFile} {options.Security.SslKeyPassword}";

    private static string EveryOption(Amqp1Options options) =>
        string.Join('\n', OptionProperty.All.Select(option => $"{option.Key}={(option.Get(options) is IList<string> list ? string.Join(',', list) : option.Get(options))}"));
}
