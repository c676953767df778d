using Amqp1.Configuration;
using Amqp1.Configuration.Oslo;
using Microsoft.Extensions.Configuration;

namespace Amqp1.Core.Tests.Configuration;

public sealed class OsloIniTests
{
    [Fact]
    public void A_service_file_becomes_options()
    {
        var result = OsloIni.Load(["""
            [DEFAULT]
            # of the service, not ours
            my_ip = 10.0.0.1
            host_name = bus.example.org
            transport_url = amqp://u:p%40@$host_name:5672,
                u:p%40@$my_ip/nova
            control_exchange = nova
            rpc_response_timeout = 90

            [oslo_messaging_amqp]
            idle_timeout = 20
            addressing_mode = legacy
            sasl_mechanisms = PLAIN EXTERNAL
            ssl_key_password = "a $$ "
            pre_settled = rpc-cast
            pre_settled = rpc-reply
            pseudo_vhost = no

            [oslo_messaging_notifications]
            driver = messaging
            driver = log
            topics = notifications, audit
            retry = 5

            [database]
            connection = sqlite://
            """]);

        var options = Bind(result);

        result.Warnings.ShouldBeEmpty();
        TransportUrl.Parse(options.TransportUrl!).ShouldBe(TransportUrl.Parse("amqp://u:p%40@bus.example.org,u:p%40@10.0.0.1/nova"));
        options.ControlExchange.ShouldBe("nova");
        options.Rpc.ResponseTimeout.ShouldBe(TimeSpan.FromSeconds(90));
        options.Connection.IdleTimeout.ShouldBe(TimeSpan.FromSeconds(20));
        options.Addressing.Mode.ShouldBe(AddressingMode.Legacy);
        options.Addressing.PseudoVhost.ShouldBeFalse();
        options.Security.SaslMechanisms.ShouldBe("PLAIN EXTERNAL");
        options.Security.SslKeyPassword.ShouldBe("a $ ");
        options.PreSettled.ShouldBe(PreSettledKinds.RpcCast | PreSettledKinds.RpcReply);
        options.Notifications.Drivers.ShouldBe(["messaging", "log"]);
        options.Notifications.Topics.ShouldBe(["notifications", "audit"]);
        options.Notifications.Retry.ShouldBe(5);
        result.ConfigurationKeys["Amqp1:Connection:IdleTimeout"].ShouldBe("00:00:20");
        result.ConfigurationKeys.ShouldNotContainKey("Amqp1:Connection:Trace");
        Amqp1ConfigurationKeys.Check(result.ConfigurationKeys).ShouldBeEmpty();
    }

    public static TheoryData<string, string, string> OneOfEach { get; } =
        [.. OsloOptionTableTests.Rows.SelectMany(row => row.Data.Item6.Trim('-').Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Append($"{row.Data.Item1}/{row.Data.Item2}")
            .Select(name => (name, $"{row.Data.Item1}/{row.Data.Item2}", row.Data.Item5)))];

    [Theory]
    [MemberData(nameof(OneOfEach))]
    public void Each_option_is_read_by_each_of_its_names(string written, string current, string value)
    {
        var name = written.Split('/');
        var currentName = current.Split('/');
        var option = OsloOptionTable.Find(currentName[0], currentName[1])!;

        var result = OsloIni.Load([$"[{name[0]}]\n{name[1]} = {value}"]);

        option.Get(Bind(result)).ShouldBe(value);
        result.Warnings.Count.ShouldBe(written == current ? 0 : 1);
        result.Warnings.ShouldAllBe(warning => warning.StartsWith($"[{name[0]}] {name[1]} is deprecated; the current name is {option.Name}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[DEFAULT]\ncontrol_exchange=a\ncontrol_exchange=b", "", "b")]
    [InlineData("[DEFAULT]\ncontrol_exchange=a", "[DEFAULT]\ncontrol_exchange=b", "b")]
    [InlineData("[DEFAULT]\ncontrol_exchange=a", "[DEFAULT]\n", "a")]
    public void The_last_value_wins(string first, string second, string expected) =>
        Bind(OsloIni.Load([first, second])).ControlExchange.ShouldBe(expected);

    [Fact]
    public void Values_of_a_repeatable_option_add_up_in_the_order_of_oslo() =>
        Bind(OsloIni.Load(
                ["[oslo_messaging_notifications]\ndriver=messaging\n[DEFAULT]\nnotification_driver=log", "[oslo_messaging_notifications]\ndriver=test"]))
            .Notifications.Drivers.ShouldBe(["log", "messaging", "test"]);

    [Fact]
    public void An_old_name_in_a_later_file_beats_the_new_name_in_an_earlier_one() =>
        Bind(OsloIni.Load(["[oslo_messaging_amqp]\nidle_timeout=1", "[amqp1]\nidle_timeout=2"])).Connection.IdleTimeout.ShouldBe(TimeSpan.FromSeconds(2));

    [Fact]
    public void An_empty_driver_emits_nothing() =>
        Bind(OsloIni.Load(["[oslo_messaging_notifications]\ndriver ="])).Notifications.Drivers.ShouldBe(["noop"]);

    [Fact]
    public void Nothing_pre_settled_can_be_said() =>
        OsloIni.Load(["[oslo_messaging_amqp]\npre_settled ="]).ConfigurationKeys["Amqp1:PreSettled"].ShouldBe("None");

    [Fact]
    public void An_empty_number_leaves_the_default()
    {
        var result = OsloIni.Load(["[oslo_messaging_amqp]\nlink_retry_delay ="]);

        result.ConfigurationKeys.ShouldBeEmpty();
        result.Warnings.ShouldHaveSingleItem().ShouldContain("link_retry_delay");
    }

    [Theory]
    [InlineData("a$x", "adx")]
    [InlineData("$$x \\$x $", "$x $x $")]
    [InlineData("${g.y}!$g.y!", "v!v!")]
    [InlineData("${x}.z$x-$x", "dx.zdx-dx")]
    [InlineData("${x", "${x")]
    [InlineData("${1}x$1$é", "${1}x$1$é")]
    [InlineData("$z", "[dx]")]
    [InlineData("${DEFAULT.x}", "dx")]
    [InlineData("${oslo_messaging_amqp.unicast_address}", "unicast")]
    [InlineData("$rpc_response_timeout", "60")]
    public void References_are_replaced(string value, string expected) =>
        Bind(OsloIni.Load([$"[DEFAULT]\nx=0\nx=dx\nz=[$x]\ncontrol_exchange = {value}\n[g]\ny=v"])).ControlExchange.ShouldBe(expected);

    [Fact]
    public void A_reference_looks_in_its_own_group_first()
    {
        var options = Bind(OsloIni.Load(["[DEFAULT]\nx=1\ny=2\n[OSLO_messaging_amqp]\nx=3\ncontainer_name=$x$y"]));

        options.Connection.ContainerName.ShouldBe("32");
    }

    [Theory]
    [InlineData("$nope", "refers with '$'")]
    [InlineData("$x.", "refers with '$'")]
    [InlineData("$control_exchange", "contains references")]
    [InlineData("$loop", "contains references")]
    public void A_reference_to_nothing_or_to_itself_is_refused(string value, string reason) =>
        Should.Throw<FormatException>(() => OsloIni.Load([$"[DEFAULT]\nx=1\nloop=$loop\ncontrol_exchange={value}"]))
            .Message.ShouldStartWith($"[DEFAULT] control_exchange (Amqp1:ControlExchange) {reason}");

    [Fact]
    public void References_that_double_their_text_are_refused()
    {
        var lines = Enumerable.Range(1, 18).Select(i => $"x{i}=$x{i - 1}$x{i - 1}");

        Should.Throw<FormatException>(() => OsloIni.Load(["[DEFAULT]\nx0=abcdefgh\n" + string.Join('\n', lines) + "\ncontrol_exchange=$x18"]))
            .Message.ShouldContain("too long");
    }

    [Fact]
    public void All_wrong_values_are_told_at_once_without_secrets()
    {
        var message = Should.Throw<FormatException>(() => OsloIni.Load(
            ["[oslo_messaging_amqp]\nssl=maybe\nidle_timeout=x\nssl_key_password=sec$ret\n[oslo_messaging_notifications]\ntopics=,"])).Message;

        message.Split('\n').Length.ShouldBe(4);
        message.ShouldContain("[oslo_messaging_amqp] ssl (Amqp1:Security:Ssl) is 'maybe', but must be true");
        message.ShouldNotContain("ret\n");
        message.ShouldNotContain("sec$");
    }

    [Fact]
    public void A_wrong_line_is_told_with_the_number_of_its_file() =>
        Should.Throw<FormatException>(() => OsloIni.Load(["[DEFAULT]", "[x"])).Message.ShouldStartWith("Configuration file 2: Line 1 ");

    [Theory]
    [InlineData("[oslo_messaging_amqp]\nfoo=1", "[oslo_messaging_amqp] foo is unknown")]
    [InlineData("[amqp1]\nssl=1", "[amqp1] ssl is unknown")]
    [InlineData("[oslo_messaging_notifications]\nfoo=1", "[oslo_messaging_notifications] foo is unknown")]
    [InlineData("[DEFAULT]\namqp_durable_queues=1", "[DEFAULT] amqp_durable_queues belongs to the group [oslo_messaging_rabbit]")]
    [InlineData("[oslo_messaging_amqp]\namqp_auto_delete=1", "[oslo_messaging_amqp] amqp_auto_delete belongs to the group [oslo_messaging_rabbit]")]
    [InlineData("[DEFAULT]\nrabbit_host=h", "[DEFAULT] rabbit_host belongs to the group [oslo_messaging_rabbit]")]
    [InlineData("[DEFAULT]\nkombu_ssl_version=h", "[DEFAULT] kombu_ssl_version belongs to the group [oslo_messaging_rabbit]")]
    [InlineData("[DEFAULT]\nrpc_conn_pool_size=5", "[DEFAULT] rpc_conn_pool_size has no effect; one connection")]
    [InlineData("[oslo_messaging_amqp]\npassword=secret", "[oslo_messaging_amqp] password was removed")]
    [InlineData("[DEFAULT]\nrpc_zmq_port=1", "[DEFAULT] rpc_zmq_port belongs to another driver")]
    [InlineData("[oslo_messaging_rabbit]\nfoo=1", "[oslo_messaging_rabbit] foo is unknown")]
    [InlineData("[oslo_messaging_rabbit]\nkombu_compression=bz2", "[oslo_messaging_rabbit] kombu_compression: 'bz2' is read but not written here")]
    [InlineData("[oslo_messaging_kafka]", "The group [oslo_messaging_kafka] belongs to another driver")]
    [InlineData("[oslo_messaging_metrics]\nmetrics_enabled=1", "The group [oslo_messaging_metrics] has no effect")]
    [InlineData("[NOTIFICATIONS]\ndriver=log", "[notifications] driver has no effect; notifications are configured in [oslo_messaging_notifications]")]
    [InlineData("[NOTIFICATIONS]\ntransport_url=amqp://user:secret@h", "[notifications] transport_url is deprecated; the current name is [oslo_messaging_notifications] transport_url")]
    [InlineData("[oslo_messaging_amqp]\naddressing_mode=Legacy", "[oslo_messaging_amqp] addressing_mode: 'Legacy' is not")]
    [InlineData("[oslo_messaging_amqp]\npre_settled=foo", "[oslo_messaging_amqp] pre_settled: 'foo' is not")]
    public void What_has_no_effect_is_told(string text, string warning)
    {
        var found = OsloIni.Load([text]).Warnings.ShouldHaveSingleItem();

        found.ShouldStartWith(warning);
        found.ShouldNotContain("secret");
    }

    private static Amqp1Options Bind(OsloIniResult result) =>
        new ConfigurationBuilder().AddInMemoryCollection(result.ConfigurationKeys).Build().GetSection(Amqp1Options.SectionName).Get<Amqp1Options>()
        ?? new Amqp1Options();
}
