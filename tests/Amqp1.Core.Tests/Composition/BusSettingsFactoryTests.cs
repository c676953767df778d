using Amqp1.Addressing;
using Amqp1.Bus;
using Amqp1.Bus.Context;
using Amqp1.Composition;
using Amqp1.Configuration;
using Amqp1.Dialects;
using Amqp1.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace Amqp1.Core.Tests.Composition;

public sealed class BusSettingsFactoryTests
{
    [Fact]
    public void By_default_the_virtual_host_goes_into_the_addresses()
    {
        var settings = BusSettingsFactory.Create(new Amqp1Options(), TransportUrl.Parse("amqp://u:p@h1:1,h2/vh"));

        AddressOf(settings).ShouldContain("/vh/");
        settings.OpenHostname.ShouldBeNull();
        settings.Hosts.ShouldBe([new("h1", 1, "u", "p"), new("h2", 5672)]);
    }

    [Fact]
    public void Without_pseudo_vhost_it_goes_into_the_open_frame()
    {
        var options = new Amqp1Options();
        options.Addressing.PseudoVhost = false;

        var settings = BusSettingsFactory.Create(options, TransportUrl.Parse("amqp://h/vh"));

        AddressOf(settings).ShouldNotContain("vh");
        settings.OpenHostname.ShouldBe("vh");
    }

    [Fact]
    public void Without_a_virtual_host_there_is_none_anywhere()
    {
        var settings = BusSettingsFactory.Create(new Amqp1Options(), TransportUrl.Parse("amqp://h/"));

        settings.VirtualHost.ShouldBeNull();
        settings.OpenHostname.ShouldBeNull();
        settings.Security.Tls.ShouldBeNull();
    }

    [Fact]
    public void Kinds_to_send_settled_are_those_of_the_option()
    {
        var options = new Amqp1Options { PreSettled = PreSettledKinds.RpcCast | PreSettledKinds.Notify };

        BusSettingsFactory.Create(options, TransportUrl.Parse("amqp://h")).PreSettled.ShouldBe([MessageKind.Cast, MessageKind.Notification], ignoreOrder: true);
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "vh")]
    public void The_name_to_verify_is_the_virtual_host_only_when_asked_for(bool verifyVhost, string? name)
    {
        var options = new Amqp1Options();
        options.Security.Ssl = true;
        options.Security.SslVerifyVhost = verifyVhost;

        var tls = BusSettingsFactory.Create(options, TransportUrl.Parse("amqp://h/vh")).Security.Tls!;

        tls.ServerName.ShouldBe(name);
        tls.Insecure.ShouldBeFalse();
    }

    private static string AddressOf(BusSettings settings) => settings.Dialects
        .Choose(new DialectContext("router", "1", () => throw new InvalidOperationException(), _ => throw new InvalidOperationException(), TimeProvider.System, NullLogger.Instance))
        .Topology.SenderAddressOf(Destination.For(ServiceKind.Rpc, Target.ForTopic("t")));
}
