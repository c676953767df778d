using Amqp1.Addressing;
using Amqp1.Dialects.OsloAmqp1;

namespace Amqp1.Core.Tests.Addressing;

/// <summary>
/// Tests of the worked examples of docs/spec/addressing.md#worked-examples and of the table of docs/spec/addressing.md#address-mode.
/// </summary>
public sealed class AddressSyntaxTests
{
    private static readonly AddressSettings Default = new() { DefaultExchange = "openstack" };
    private static readonly AddressSettings WithVhost = Default with { VirtualHost = "myvhost" };
    private static readonly Target Server = new() { Topic = "topic", Server = "server" };
    private static readonly Target Shared = new() { Topic = "topic" };
    private static readonly Target Fanout = new() { Topic = "topic", Fanout = true };
    private static readonly Target Info = new() { Topic = "notifications.info" };

    public static TheoryData<string, string, string> Examples { get; } = new()
    {
        { "one server", "exclusive.openstack.topic.server", "openstack.org/om/rpc/unicast/openstack/topic/server" },
        { "shared", "unicast.openstack.topic", "openstack.org/om/rpc/anycast/openstack/topic" },
        { "fanout", "broadcast.openstack.topic.all", "openstack.org/om/rpc/multicast/openstack/topic" },
        { "one server, own exchange", "exclusive.ex.topic.server", "openstack.org/om/rpc/unicast/ex/topic/server" },
        { "fanout with server", "broadcast.openstack.topic.all", "openstack.org/om/rpc/multicast/openstack/topic" },
        { "notification", "unicast.openstack.notifications.info", "openstack.org/om/notify/anycast/openstack/notifications.info" },
        { "vhost, one server", "exclusive.myvhost.openstack.topic.server", "openstack.org/om/rpc/unicast/myvhost/openstack/topic/server" },
        { "vhost, shared", "unicast.myvhost.openstack.topic", "openstack.org/om/rpc/anycast/myvhost/openstack/topic" },
        { "vhost, fanout", "broadcast.myvhost.openstack.topic.all", "openstack.org/om/rpc/multicast/myvhost/openstack/topic" },
        { "vhost, notification", "unicast.myvhost.openstack.notifications.info", "openstack.org/om/notify/anycast/myvhost/openstack/notifications.info" },
        { "nothing is escaped", "exclusive.a.b.t/x y.h.example.org", "openstack.org/om/rpc/unicast/a.b/t/x y/h.example.org" },
        { "no default exchange", "unicast.topic", "openstack.org/om/rpc/anycast/openstack/topic" },
        { "empty default exchange", "unicast.topic", "openstack.org/om/rpc/anycast/openstack/topic" },
        { "default RPC exchange", "unicast.openstack.topic", "openstack.org/om/rpc/anycast/RPC-EX/topic" },
        { "default notification exchange", "unicast.openstack.topic.info", "openstack.org/om/notify/anycast/NTF-EX/topic.info" },
        { "default RPC exchange, own exchange", "unicast.ex.topic", "openstack.org/om/rpc/anycast/ex/topic" },
        { "default RPC exchange, notification", "unicast.openstack.notifications.info", "openstack.org/om/notify/anycast/openstack/notifications.info" },
        { "empty vhost, server and exchange", "unicast.openstack.topic", "openstack.org/om/rpc/anycast/openstack/topic" },
        { "own words, one server", "S.openstack.topic.server", "RPC-PREFIX/UNI-CAST/openstack/topic/server" },
        { "own words, shared", "G.openstack.topic", "RPC-PREFIX/ANY-CAST/openstack/topic" },
        { "own words, fanout", "B.openstack.topic.all", "RPC-PREFIX/MULTI-CAST/openstack/topic" },
        { "own words, notification", "G.openstack.notifications.info", "NOTIFY-PREFIX/ANY-CAST/openstack/notifications.info" },
        { "no notification prefix", "unicast.openstack.notifications.info", "/anycast/openstack/notifications.info" },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public void Addresses_are_those_of_Python(string example, string legacy, string routable)
    {
        var (settings, destination) = Case(example);

        new LegacySyntax(settings).AddressOf(destination).ShouldBe(legacy);
        new RoutableSyntax(settings).AddressOf(destination).ShouldBe(routable);
    }

    [Theory]
    [InlineData(AddressMode.Legacy, null, AddressMode.Legacy)]
    [InlineData(AddressMode.Legacy, "qpid-dispatch-router", AddressMode.Legacy)]
    [InlineData(AddressMode.Dynamic, null, AddressMode.Legacy)]
    [InlineData(AddressMode.Dynamic, "qpid-cpp", AddressMode.Legacy)]
    [InlineData(AddressMode.Dynamic, "", AddressMode.Routable)]
    [InlineData(AddressMode.Dynamic, "Qpid-Cpp", AddressMode.Routable)]
    [InlineData(AddressMode.Dynamic, "qpid-dispatch-router", AddressMode.Routable)]
    [InlineData(AddressMode.Dynamic, "skupper-router", AddressMode.Routable)]
    [InlineData(AddressMode.Dynamic, "apache-activemq-artemis", AddressMode.Routable)]
    [InlineData(AddressMode.Routable, null, AddressMode.Routable)]
    [InlineData(AddressMode.Routable, "qpid-cpp", AddressMode.Routable)]
    internal void The_mode_follows_from_the_option_and_the_product_of_the_peer(AddressMode option, string? product, AddressMode chosen) =>
        AddressSyntax.Choose(Default with { Mode = option }, product).Mode.ShouldBe(chosen);

    [Fact]
    public void A_reply_address_is_used_word_for_word()
    {
        var destination = Destination.ReplyTo("amqp:/_topo/0/QDR.A/temp.03_CBAW6lAYXumm");

        new LegacySyntax(WithVhost).AddressOf(destination).ShouldBe("amqp:/_topo/0/QDR.A/temp.03_CBAW6lAYXumm");
        new RoutableSyntax(WithVhost).AddressOf(destination).ShouldBe("amqp:/_topo/0/QDR.A/temp.03_CBAW6lAYXumm");
    }

    [Fact]
    public void An_RPC_server_listens_to_itself_then_to_fanout_then_to_the_shared_address() =>
        Destination.OfRpcServer(Server).Select(new RoutableSyntax(Default).AddressOf).ShouldBe(
        [
            "openstack.org/om/rpc/unicast/openstack/topic/server",
            "openstack.org/om/rpc/multicast/openstack/topic",
            "openstack.org/om/rpc/anycast/openstack/topic",
        ]);

    [Fact]
    public void An_RPC_server_listens_to_the_same_three_when_its_target_says_fanout() =>
        Destination.OfRpcServer(Server with { Fanout = true }).ShouldBe(Destination.OfRpcServer(Server));

    [Fact]
    public void Namespace_and_version_are_no_part_of_a_destination() =>
        Destination.For(ServiceKind.Rpc, Shared with { Namespace = "ns", Version = "1.5" }).ShouldBe(Destination.For(ServiceKind.Rpc, Shared));

    [Fact]
    public void RPC_and_notifications_are_different_destinations() =>
        Destination.For(ServiceKind.Rpc, Shared).ShouldNotBe(Destination.For(ServiceKind.Notification, Shared));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_target_without_a_topic_is_no_destination(string? topic)
    {
        var target = new Target { Topic = topic, Server = "s" };

        Should.Throw<InvalidTargetException>(() => Destination.For(ServiceKind.Rpc, target)).Target.ShouldBe(target);
    }

    private static (AddressSettings Settings, Destination Destination) Case(string example)
    {
        var own = Default with
        {
            ServerRequestPrefix = "S",
            GroupRequestPrefix = "G",
            BroadcastPrefix = "B",
            RpcAddressPrefix = "RPC-PREFIX",
            NotifyAddressPrefix = "NOTIFY-PREFIX",
            AnycastAddress = "ANY-CAST",
            UnicastAddress = "UNI-CAST",
            MulticastAddress = "MULTI-CAST",
        };
        return example switch
        {
            "one server" => (Default, Rpc(Server)),
            "shared" => (Default, Rpc(Shared)),
            "fanout" => (Default, Rpc(Fanout)),
            "one server, own exchange" => (Default, Rpc(Server with { Exchange = "ex" })),
            "fanout with server" => (Default, Rpc(Fanout with { Server = "server" })),
            "notification" => (Default, Notification(Info)),
            "vhost, one server" => (WithVhost, Rpc(Server)),
            "vhost, shared" => (WithVhost, Rpc(Shared)),
            "vhost, fanout" => (WithVhost, Rpc(Fanout)),
            "vhost, notification" => (WithVhost, Notification(Info)),
            "nothing is escaped" => (Default, Rpc(new Target { Exchange = "a.b", Topic = "t/x y", Server = "h.example.org" })),
            "no default exchange" => (Default with { DefaultExchange = null }, Rpc(Shared)),
            "empty default exchange" => (Default with { DefaultExchange = "" }, Rpc(Shared)),
            "default RPC exchange" => (Default with { DefaultRpcExchange = "RPC-EX" }, Rpc(Shared)),
            "default notification exchange" => (Default with { DefaultNotificationExchange = "NTF-EX" }, Notification(new Target { Topic = "topic.info" })),
            "default RPC exchange, own exchange" => (Default with { DefaultRpcExchange = "RPC-EX" }, Rpc(Shared with { Exchange = "ex" })),
            "default RPC exchange, notification" => (Default with { DefaultRpcExchange = "RPC-EX" }, Notification(Info)),
            "empty vhost, server and exchange" => (Default with { VirtualHost = "" }, Rpc(Shared with { Exchange = "", Server = "" })),
            "own words, one server" => (own, Rpc(Server)),
            "own words, shared" => (own, Rpc(Shared)),
            "own words, fanout" => (own, Rpc(Fanout)),
            "own words, notification" => (own, Notification(Info)),
            "no notification prefix" => (Default with { NotifyAddressPrefix = "" }, Notification(Info)),
            _ => throw new ArgumentOutOfRangeException(nameof(example), example, null),
        };
    }

    private static Destination Rpc(Target target) => Destination.For(ServiceKind.Rpc, target);

    private static Destination Notification(Target target) => Destination.For(ServiceKind.Notification, target);
}
