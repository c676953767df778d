using Amqp1.Configuration;

namespace Amqp1.Core.Tests.Configuration;

public sealed class Amqp1OptionsValidatorTests
{
    public static TheoryData<string, string, string> Outside { get; } = MakeOutside();

    [Fact]
    public void The_defaults_are_valid() => Amqp1OptionsValidator.Validate(new Amqp1Options()).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Outside))]
    public void A_value_out_of_range_is_named_with_its_key_and_the_range(string key, string value, string range)
    {
        var options = new Amqp1Options();
        var option = OptionProperty.All.Single(option => option.Key == key);
        option.Set(options, Convert(option.Property.PropertyType, value));

        var error = Amqp1OptionsValidator.Validate(options).ShouldHaveSingleItem();

        error.ShouldStartWith(key + " ");
        error.ShouldContain(range);
    }

    [Fact]
    public void Every_number_and_duration_is_checked() =>
        OptionProperty.All
            .Where(option => option.Property.PropertyType == typeof(int) || option.Property.PropertyType == typeof(TimeSpan) || option.Property.PropertyType.IsEnum)
            .Select(option => option.Key)
            .Except(Outside.Select(row => row.Data.Item1))
            .ShouldBeEmpty();

    [Theory]
    [InlineData("Amqp1:Connection:IdleTimeout", "00:00:00")]
    [InlineData("Amqp1:Rpc:DrainTimeout", "00:00:00")]
    [InlineData("Amqp1:Rpc:NoServerGrace", "00:00:00")]
    [InlineData("Amqp1:Connection:RetryBackoff", "0")]
    [InlineData("Amqp1:Connection:RetryInterval", "00:00:00.010")]
    [InlineData("Amqp1:Rpc:ResponseTimeout", "23:59:59.999")]
    [InlineData("Amqp1:Rpc:ReplyRetry", "-1")]
    [InlineData("Amqp1:Notifications:Retry", "-1")]
    [InlineData("Amqp1:Rpc:ServerCredit", "1")]
    [InlineData("Amqp1:Addressing:UnicastAddress", "")]
    [InlineData("Amqp1:TransportUrl", "")]
    [InlineData("Amqp1:TransportUrl", "amqp://u:p@h1,h2/v?ssl=1")]
    [InlineData("Amqp1:Security:SaslMechanisms", "plain SCRAM-SHA-256")]
    [InlineData("Amqp1:TransportUrl", "rabbit://u:p@h1,h2/v?ssl=1&rabbit_quorum_queue=1&heartbeat_rate=3")]
    [InlineData("Amqp1:Notifications:TransportUrl", "rabbit+tls://u:p@h")]
    [InlineData("Amqp1:Rabbit:TransientQueuesTtl", "00:00:00")]
    [InlineData("Amqp1:Rabbit:TransientQueuesTtl", "30")]
    [InlineData("Amqp1:Rabbit:QuorumDeliveryLimit", "-1")]
    [InlineData("Amqp1:Rabbit:HeartbeatTimeout", "00:00:00")]
    [InlineData("Amqp1:Rabbit:RetryBackoff", "0")]
    [InlineData("Amqp1:Rabbit:SaslMechanisms", "external")]
    [InlineData("Amqp1:Rabbit:SslCaFile", "")]
    public void A_value_at_the_edge_is_accepted(string key, string value)
    {
        var options = new Amqp1Options();
        var option = OptionProperty.All.Single(option => option.Key == key);
        option.Set(options, Convert(option.Property.PropertyType, value));

        Amqp1OptionsValidator.Validate(options).ShouldBeEmpty();
    }

    [Fact]
    public void Every_null_in_text_lists_and_sections_is_found()
    {
        var nullable = new System.Reflection.NullabilityInfoContext();
        foreach (var option in OptionProperty.All.Where(o => !o.Property.PropertyType.IsValueType))
        {
            var options = new Amqp1Options();
            option.Set(options, null);
            var errors = Amqp1OptionsValidator.Validate(options);

            if (nullable.Create(option.Property).WriteState == System.Reflection.NullabilityState.Nullable)
            {
                errors.ShouldBeEmpty(option.Key);
            }
            else
            {
                errors.ShouldHaveSingleItem().ShouldStartWith(option.Key + " is null, but must be ");
            }
        }

        var without = new Amqp1Options { Connection = null!, Security = null!, Addressing = null!, Rpc = null!, Notifications = null!, Rabbit = null!, TransportUrl = "x" };
        Amqp1OptionsValidator.Validate(without).Count(error => error.EndsWith("is null, but must be a section.", StringComparison.Ordinal)).ShouldBe(6);
    }

    [Fact]
    public void The_driver_routing_needs_its_file()
    {
        var options = new Amqp1Options { Notifications = { Drivers = ["routing", "messaging"] } };
        Amqp1OptionsValidator.Validate(options).ShouldHaveSingleItem().ShouldStartWith("Amqp1:Notifications:RoutingConfig must name a file");

        options.Notifications.RoutingConfig = "routing.yaml";
        Amqp1OptionsValidator.Validate(options).ShouldBeEmpty();
    }

    [Fact]
    public void Without_a_driver_nothing_is_emitted_but_a_topic_is_needed()
    {
        Amqp1OptionsValidator.Validate(new Amqp1Options { Notifications = { Drivers = [] } }).ShouldBeEmpty();
        Amqp1OptionsValidator.Validate(new Amqp1Options { Notifications = { Topics = [] } }).ShouldHaveSingleItem().ShouldContain("at least one topic");
    }

    [Fact]
    public void All_problems_are_told_at_once() =>
        Amqp1OptionsValidator.Validate(new Amqp1Options
        {
            Connection = { RetryInterval = TimeSpan.Zero },
            Rpc = { ServerCredit = 0 },
            TransportUrl = "kafka://h",
        }).Count.ShouldBe(3);

    [Fact]
    public void No_secret_is_in_a_message()
    {
        var errors = Amqp1OptionsValidator.Validate(new Amqp1Options
        {
            TransportUrl = "amqp://u:secret@h:x?ssl_key_password=secret",
            Notifications = { TransportUrl = "amqp://u:secret@h?foo=1&ssl_key_password=secret" },
        });

        errors.Count.ShouldBe(2);
        string.Join('\n', errors).ShouldNotContain("secret");
    }

    private static TheoryData<string, string, string> MakeOutside()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var key in new[]
            {
                "Connection:RetryInterval", "Connection:RetryIntervalMax", "Connection:LinkRetryDelay", "Connection:SenderLinkTimeout",
                "Connection:OpenTimeout", "Rpc:ResponseTimeout", "Rpc:SendTimeout", "Rpc:ReplyTimeout", "Notifications:SendTimeout",
                "Rabbit:RetryInterval", "Rabbit:RetryIntervalMax", "ClaimCheck:Timeout",
            })
        {
            data.Add("Amqp1:" + key, "00:00:00", "from 00:00:00.010 to less than one day");
            data.Add("Amqp1:" + key, "-00:00:01", "from 00:00:00.010 to less than one day");
            data.Add("Amqp1:" + key, "20", "a plain number means days");
        }

        foreach (var key in new[]
            {
                "Connection:IdleTimeout", "Rpc:DrainTimeout", "Rpc:NoServerGrace", "Notifications:NoListenerGrace",
                "Rabbit:MissingConsumerRetryTimeout", "Rabbit:HeartbeatTimeout", "Rabbit:ReconnectDelay",
            })
        {
            data.Add("Amqp1:" + key, "00:00:00.001", "00:00:00 (off) or from 00:00:00.010 to less than one day");
            data.Add("Amqp1:" + key, "1", "a plain number means days");
        }

        data.Add("Amqp1:Connection:RetryBackoff", "-1", "0 or more");
        data.Add("Amqp1:Rpc:ReplyRetry", "-2", "-1 or more");
        data.Add("Amqp1:Notifications:Retry", "-2", "-1 or more");
        data.Add("Amqp1:Notifications:MaxDeliveries", "0", "1 or more");
        data.Add("Amqp1:Notifications:MaxDeliveries", "3", "unless Amqp1:Notifications:DeadLetterTopic names a topic");
        data.Add("Amqp1:Notifications:DeadLetterTopic", "dead", "unless Amqp1:Notifications:MaxDeliveries is set");
        data.Add("Amqp1:ClaimCheck:Threshold", "1023", "1024 or more");
        data.Add("Amqp1:ClaimCheck:MaxLength", "262143", "must not be below Amqp1:ClaimCheck:Threshold, which is 262144");
        data.Add("Amqp1:ClaimCheck:Retention", "00:00:00.9", "from 00:00:01 to 30.00:00:00");
        data.Add("Amqp1:ClaimCheck:Retention", "30.00:00:01", "from 00:00:01 to 30.00:00:00");
        data.Add("Amqp1:ClaimCheck:MaxTotalBytes", "0", "1 or more");
        data.Add("Amqp1:Notifications:QueueFullMode", "3", "DropNewest or DropOldest or Refuse");
        foreach (var key in new[] { "Connection:MaxSenderLinks", "Rpc:MaxReplyLinks", "Rpc:ReplyLinkCredit", "Rpc:ServerCredit", "Rpc:MaxConcurrentCalls", "Notifications:ServerCredit", "Notifications:QueueCapacity" })
        {
            data.Add("Amqp1:" + key, "0", "1 or more");
        }

        foreach (var key in new[] { "QuorumMaxMemoryLength", "QuorumMaxMemoryBytes", "PrefetchCount", "RetryBackoff" })
        {
            data.Add("Amqp1:Rabbit:" + key, "-1", "0 or more");
        }

        foreach (var ttl in new[] { "-00:00:01", "00:00:01.5", "31" })
        {
            data.Add("Amqp1:Rabbit:TransientQueuesTtl", ttl, "whole seconds up to 30 days");
        }

        data.Add("Amqp1:Rabbit:QuorumDeliveryLimit", "-2", "-1 or more");
        data.Add("Amqp1:Rabbit:Compression", "7", "None or Gzip");
        data.Add("Amqp1:Rabbit:SslKeyFile", "key.pem", "unless Amqp1:Rabbit:SslCertFile is set");
        data.Add("Amqp1:Rabbit:SaslMechanisms", "PLAIN,EXTERNAL", "separated by blanks");
        data.Add("Amqp1:TransportUrl", "rabbit://h?idle_timeout=5", "'idle_timeout' is unknown");
        data.Add("Amqp1:TransportUrl", "rabbits://h", "rabbit+tls://");
        data.Add("Amqp1:Notifications:TransportUrl", "rabbit://h?rabbit_stream_fanout=1&rabbit_qos_prefetch_count=1", "requires Amqp1:Rabbit:TransientQuorumQueues");
        data.Add("Amqp1:PreSettled", "16", "RpcCall, RpcReply, RpcCast, Notify");
        data.Add("Amqp1:Addressing:Mode", "7", "Dynamic or Legacy or Routable");
        data.Add("Amqp1:Security:SaslLayer", "7", "Auto or Always or Never");
        data.Add("Amqp1:Security:SaslMechanisms", "PLAIN,EXTERNAL", "separated by blanks");
        data.Add("Amqp1:Security:SslKeyFile", "key.pem", "unless Amqp1:Security:SslCertFile is set");
        data.Add("Amqp1:Notifications:Drivers", "kafka", "messagingv2");
        data.Add("Amqp1:Notifications:Drivers", "log| ", "empty entry");
        data.Add("Amqp1:Notifications:Topics", "a|", "empty entry");
        data.Add("Amqp1:Rpc:AllowedRemoteExceptionModules", "|", "empty entry");
        data.Add("Amqp1:TransportUrl", "amqps://h", "ssl=1");
        data.Add("Amqp1:TransportUrl", "amqp://h?nope=1", "'nope'");
        data.Add("Amqp1:Notifications:TransportUrl", "amqp://h?default_send_timeout=1", "from 5 to");
        return data;
    }

    private static object Convert(Type type, string value) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var plain when plain == typeof(TimeSpan) => TimeSpan.Parse(value, System.Globalization.CultureInfo.InvariantCulture),
        var plain when plain == typeof(int) => int.Parse(value, System.Globalization.CultureInfo.InvariantCulture),
        var plain when plain == typeof(long) => long.Parse(value, System.Globalization.CultureInfo.InvariantCulture),
        { IsEnum: true } plain => Enum.Parse(plain, value),
        _ when type == typeof(IList<string>) => value.Split('|').ToList(),
        _ => value,
    };
}
