using Amqp1.Configuration;
using Amqp1.Configuration.Oslo;

namespace Amqp1.Core.Tests.Configuration;

public sealed class OsloOptionTableTests
{
    // The columns are group, option, type, oslo's default, a text that is not the default, and old names. They come from the references of
    // oslo.messaging 14.9.3 (amqp1) and 18 (rabbit).
    private const string Reference = """
        DEFAULT transport_url str rabbit:// amqp://u:p@h -
        DEFAULT control_exchange str openstack nova -
        DEFAULT rpc_response_timeout int:1 60 61 -
        DEFAULT executor_thread_pool_size int:1 64 65 DEFAULT/rpc_thread_pool_size
        DEFAULT rpc_ping_enabled bool false true -
        oslo_messaging_amqp container_name str _ c amqp1/container_name
        oslo_messaging_amqp idle_timeout int:0 0 20 amqp1/idle_timeout
        oslo_messaging_amqp trace bool false true amqp1/trace
        oslo_messaging_amqp ssl bool false true -
        oslo_messaging_amqp ssl_ca_file str _ ca.pem amqp1/ssl_ca_file
        oslo_messaging_amqp ssl_cert_file str _ c.pem amqp1/ssl_cert_file
        oslo_messaging_amqp ssl_key_file str _ k.pem amqp1/ssl_key_file
        oslo_messaging_amqp ssl_key_password str _ secret amqp1/ssl_key_password
        oslo_messaging_amqp ssl_verify_vhost bool false true -
        oslo_messaging_amqp sasl_mechanisms str _ PLAIN amqp1/sasl_mechanisms
        oslo_messaging_amqp sasl_config_dir str _ /etc/sasl2 amqp1/sasl_config_dir
        oslo_messaging_amqp sasl_config_name str _ name amqp1/sasl_config_name
        oslo_messaging_amqp sasl_default_realm str _ realm -
        oslo_messaging_amqp connection_retry_interval int:1 1 2 -
        oslo_messaging_amqp connection_retry_backoff int:0 2 3 -
        oslo_messaging_amqp connection_retry_interval_max int:1 30 31 -
        oslo_messaging_amqp link_retry_delay int:1 10 11 -
        oslo_messaging_amqp default_reply_retry int:-1 0 1 -
        oslo_messaging_amqp default_reply_timeout int:5 30 31 -
        oslo_messaging_amqp default_send_timeout int:5 30 31 -
        oslo_messaging_amqp default_notify_timeout int:5 30 31 -
        oslo_messaging_amqp default_sender_link_timeout int:1 600 601 -
        oslo_messaging_amqp addressing_mode str dynamic legacy -
        oslo_messaging_amqp pseudo_vhost bool true false -
        oslo_messaging_amqp server_request_prefix str exclusive x amqp1/server_request_prefix
        oslo_messaging_amqp broadcast_prefix str broadcast x amqp1/broadcast_prefix
        oslo_messaging_amqp group_request_prefix str unicast x amqp1/group_request_prefix
        oslo_messaging_amqp rpc_address_prefix str openstack.org/om/rpc x -
        oslo_messaging_amqp notify_address_prefix str openstack.org/om/notify x -
        oslo_messaging_amqp multicast_address str multicast x -
        oslo_messaging_amqp unicast_address str unicast x -
        oslo_messaging_amqp anycast_address str anycast x -
        oslo_messaging_amqp default_notification_exchange str _ x -
        oslo_messaging_amqp default_rpc_exchange str _ x -
        oslo_messaging_amqp reply_link_credit int:1 200 201 -
        oslo_messaging_amqp rpc_server_credit int:1 100 101 -
        oslo_messaging_amqp notify_server_credit int:1 100 101 -
        oslo_messaging_amqp pre_settled multi rpc-cast,rpc-reply notify -
        oslo_messaging_notifications driver multi _ log DEFAULT/notification_driver
        oslo_messaging_notifications transport_url str _ amqp://h DEFAULT/notification_transport_url,notifications/transport_url
        oslo_messaging_notifications topics list notifications a,b rpc_notifier2/topics,DEFAULT/notification_topics
        oslo_messaging_notifications retry int:-1 -1 3 -
        oslo_messaging_notifications routing_config str _ r.yaml DEFAULT/routing_notifier_config
        oslo_messaging_rabbit amqp_durable_queues bool false true -
        oslo_messaging_rabbit amqp_auto_delete bool false true DEFAULT/amqp_auto_delete
        oslo_messaging_rabbit ssl bool false true oslo_messaging_rabbit/rabbit_use_ssl
        oslo_messaging_rabbit ssl_key_file str _ k.pem oslo_messaging_rabbit/kombu_ssl_keyfile
        oslo_messaging_rabbit ssl_cert_file str _ c.pem oslo_messaging_rabbit/kombu_ssl_certfile
        oslo_messaging_rabbit ssl_ca_file str _ ca.pem oslo_messaging_rabbit/kombu_ssl_ca_certs
        oslo_messaging_rabbit kombu_reconnect_delay float 1 2.5 DEFAULT/kombu_reconnect_delay
        oslo_messaging_rabbit kombu_compression word _ gzip -
        oslo_messaging_rabbit kombu_missing_consumer_retry_timeout int:0 60 61 oslo_messaging_rabbit/kombu_reconnect_timeout
        oslo_messaging_rabbit rabbit_login_method word AMQPLAIN EXTERNAL DEFAULT/rabbit_login_method
        oslo_messaging_rabbit rabbit_retry_interval int:1 1 3 -
        oslo_messaging_rabbit rabbit_retry_backoff int:0 2 3 DEFAULT/rabbit_retry_backoff
        oslo_messaging_rabbit rabbit_interval_max int:1 30 31 -
        oslo_messaging_rabbit rabbit_ha_queues bool false true DEFAULT/rabbit_ha_queues
        oslo_messaging_rabbit rabbit_quorum_queue bool false true -
        oslo_messaging_rabbit rabbit_transient_quorum_queue bool false true -
        oslo_messaging_rabbit rabbit_quorum_delivery_limit int:-1 0 5 -
        oslo_messaging_rabbit rabbit_quorum_max_memory_length int:0 0 5 oslo_messaging_rabbit/rabbit_quroum_max_memory_length
        oslo_messaging_rabbit rabbit_quorum_max_memory_bytes int:0 0 5 oslo_messaging_rabbit/rabbit_quroum_max_memory_bytes
        oslo_messaging_rabbit rabbit_transient_queues_ttl int:0 1800 86400 -
        oslo_messaging_rabbit rabbit_qos_prefetch_count int:0 0 5 -
        oslo_messaging_rabbit heartbeat_timeout_threshold int:0 60 61 -
        oslo_messaging_rabbit use_queue_manager bool false true -
        oslo_messaging_rabbit hostname str _ node1 -
        oslo_messaging_rabbit processname str _ nova-api -
        oslo_messaging_rabbit rabbit_stream_fanout bool false true -
        """;

    private static readonly string[] OursDiffer = ["transport_url", "pre_settled", "driver"];

    public static TheoryData<string, string, string, string, string, string> Rows { get; } =
        [.. Reference.Split('\n').Select(line => line.Split(' ')).Select(c => (c[0], c[1], c[2], c[3].Trim('_'), c[4], c[5]))];

    [Fact]
    public void The_table_is_the_reference() =>
        OsloOptionTable.All.Select(option => option.Name).ShouldBe(Rows.Select(row => new OsloName(row.Data.Item1, row.Data.Item2)));

    [Fact]
    public void All_38_options_of_the_driver_are_there() =>
        OsloOptionTable.All.Count(option => option.Name.Group == OsloOptionTable.AmqpGroup).ShouldBe(38);

    [Fact]
    public void Each_typed_option_has_one_oslo_name()
    {
        OsloOptionTable.All.Select(option => option.Key).ShouldBeUnique();
        OsloOptionTable.All.SelectMany(option => option.DeprecatedNames.Append(option.Name)).ShouldBeUnique();
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Names_default_and_secrecy_are_those_of_oslo(string group, string name, string type, string osloDefault, string other, string old)
    {
        var option = OsloOptionTable.Find(group, name)!;

        string.Join(',', option.DeprecatedNames.Select(n => $"{n.Group}/{n.Name}")).ShouldBe(old.Trim('-'));
        (option.OsloDefault ?? option.Get(new Amqp1Options())).ShouldBe(osloDefault.Length == 0 ? "" : osloDefault);
        (option.OsloDefault is null || OursDiffer.Contains(name)).ShouldBeTrue();
        option.IsSecret.ShouldBe(name is "transport_url" or "ssl_key_password");
        option.IsMultiValued.ShouldBe(type == "multi");
        other.ShouldNotBe(osloDefault);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_text_sets_the_option_with_that_key_and_no_other(string group, string name, string type, string osloDefault, string other, string old)
    {
        var option = OsloOptionTable.Find(group, name)!;
        var options = new Amqp1Options();
        var warnings = new List<string>();

        option.Set(options, [other], warnings);

        option.Get(options).ShouldBe(other, $"{type} {osloDefault} {old}");
        warnings.ShouldBeEmpty();
        var defaults = new Amqp1Options();
        OptionProperty.All.Where(property => !Same(property.Get(options), property.Get(defaults))).ShouldHaveSingleItem().Key.ShouldBe(option.Key);
        Amqp1OptionsValidator.Validate(options).ShouldNotContain(error => error.Contains("must be from", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_text_out_of_range_is_refused_with_name_key_and_range(string group, string name, string type, string osloDefault, string other, string old)
    {
        var option = OsloOptionTable.Find(group, name)!;
        string[] wrong = type switch
        {
            "bool" => ["maybe", "", "2"],
            "list" => ["", ","],
            "word" => ["lzma", "RABBIT-CR-DEMO", ""],
            "float" => ["abc", "-1", "86400", "NaN", ""],
            _ when type.StartsWith("int:", StringComparison.Ordinal) =>
                ["abc", "1.5", "99999999999", "", (int.Parse(type[4..], System.Globalization.CultureInfo.InvariantCulture) - 1).ToString(System.Globalization.CultureInfo.InvariantCulture)],
            _ => [],
        };

        foreach (var text in wrong)
        {
            var message = Should.Throw<FormatException>(() => option.Set(new Amqp1Options(), [text], []), $"{osloDefault} {other} {old}").Message;
            message.ShouldStartWith($"[{group}] {name} ({option.Key}) is '{text}', but must be ");
        }

        if (type.StartsWith("int:", StringComparison.Ordinal))
        {
            option.Set(new Amqp1Options(), [$" {type[4..]} "], []);
        }
    }

    [Theory]
    [InlineData("TRUE", true)]
    [InlineData("1", true)]
    [InlineData("On", true)]
    [InlineData("yes", true)]
    [InlineData("False", false)]
    [InlineData("0", false)]
    [InlineData("off", false)]
    [InlineData("NO", false)]
    public void Booleans_are_the_words_of_oslo(string text, bool expected)
    {
        var options = new Amqp1Options { Security = { Ssl = !expected } };

        OsloOptionTable.Find(OsloOptionTable.AmqpGroup, "ssl")!.Set(options, [text], []);

        options.Security.Ssl.ShouldBe(expected);
    }

    [Theory]
    [InlineData("legacy", AddressingMode.Legacy, false)]
    [InlineData("routable", AddressingMode.Routable, false)]
    [InlineData("dynamic", AddressingMode.Dynamic, false)]
    [InlineData("Legacy", AddressingMode.Routable, true)]
    [InlineData("", AddressingMode.Routable, true)]
    public void An_unknown_addressing_mode_acts_as_routable_with_a_warning(string text, AddressingMode expected, bool warns)
    {
        var options = new Amqp1Options();
        var warnings = new List<string>();

        OsloOptionTable.Find(OsloOptionTable.AmqpGroup, "addressing_mode")!.Set(options, [text], warnings);

        options.Addressing.Mode.ShouldBe(expected);
        warnings.Count.ShouldBe(warns ? 1 : 0);
    }

    [Theory]
    [InlineData("rpc-call|RPC-REPLY|rpc-cast|Notify", PreSettledKinds.RpcCall | PreSettledKinds.RpcReply | PreSettledKinds.RpcCast | PreSettledKinds.Notify, 0)]
    [InlineData("rpc-cast, notify", PreSettledKinds.RpcCast | PreSettledKinds.Notify, 0)]
    [InlineData("notify|foo|bar", PreSettledKinds.Notify, 2)]
    [InlineData("", PreSettledKinds.None, 0)]
    public void Pre_settled_takes_words_and_warns_of_others(string values, PreSettledKinds expected, int warned)
    {
        var options = new Amqp1Options();
        var warnings = new List<string>();

        OsloOptionTable.Find(OsloOptionTable.AmqpGroup, "pre_settled")!.Set(options, values.Split('|'), warnings);

        options.PreSettled.ShouldBe(expected);
        warnings.Count.ShouldBe(warned);
    }

    private static bool Same(object? one, object? other) =>
        one is IList<string> left && other is IList<string> right ? left.SequenceEqual(right) : Equals(one, other);
}
