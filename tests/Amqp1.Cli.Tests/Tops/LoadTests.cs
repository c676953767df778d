using Amqp1.Embedded.Load;

namespace Amqp1.Cli.Tests.Tops;

/// <summary>The load that is derived from the rows of a management node, and the rates between two states.</summary>
public sealed class LoadTests
{
    private const string Topic = "openstack.org/om/rpc/anycast/openstack/compute";

    [Fact]
    public void Links_are_added_up_for_their_addresses_and_connections()
    {
        var rows = new ManagedRows(
            Row(("id", "router-1"), ("uptimeSeconds", 90L), ("heldBytes", 1024L)),
            [Row(("identity", "3"), ("container", "compute-1"), ("host", "10.0.0.7:5544"), ("user", null), ("sasl", "ANONYMOUS"))],
            [Row(("name", $"M0{Topic}"), ("distribution", "balanced"), ("subscriberCount", 2), ("deliveriesIngress", 10UL), ("deliveriesEgress", 8UL))],
            [
                Link("in", undelivered: 2, unsettled: 5, credit: 0, zeroCredit: 9),
                Link("out", undelivered: 0, unsettled: 3, credit: 0, zeroCredit: 0),
                Link("out", undelivered: 1, unsettled: 0, credit: 8, zeroCredit: 0),
            ],
            []);

        var load = rows.ToLoad(TimeSpan.Zero, "qpid-dispatch-router 1.19.0");

        load.Name.ShouldBe("router-1");
        load.Uptime.ShouldBe(TimeSpan.FromSeconds(90));
        load.LinkCount.ShouldBe(3);
        load.Connections.ShouldHaveSingleItem().ShouldBe(new ConnectionLoad("3", "compute-1", "10.0.0.7:5544", "ANONYMOUS", 3, null));
        load.Addresses.ShouldHaveSingleItem().ShouldBe(
            new AddressLoad(Topic, "balanced") { Consumers = 2, Received = 10, Sent = 8, Waiting = 3, Unsettled = 3, SlowConsumers = 0 });
    }

    [Theory]
    [InlineData(0, 0, 1, 1)]
    [InlineData(1, 0, 0, 1)]
    [InlineData(0, 0, 0, 0)]
    [InlineData(1, 1, 0, 0)]
    public void A_consumer_is_slow_without_credit_for_a_second_or_if_messages_wait_for_its_credit(int undelivered, int credit, int zeroCredit, int slow)
    {
        var rows = new ManagedRows(null, [], [Row(("name", $"M0{Topic}"))], [Link("out", undelivered, 0, credit, zeroCredit)], []);

        rows.ToLoad(TimeSpan.Zero, "").Addresses.ShouldHaveSingleItem().SlowConsumers.ShouldBe(slow);
    }

    [Fact]
    public void Messages_in_queues_and_subscriptions_wait_at_their_address()
    {
        var rows = new ManagedRows(
            null,
            [],
            [Row(("name", "M0news"), ("distribution", "topic"))],
            [],
            [Row(("address", "news"), ("depth", 4L)), Row(("address", "news"), ("depth", 3L)), Row(("address", "other"), ("depth", 100L))]);

        rows.ToLoad(TimeSpan.Zero, "").Addresses.ShouldHaveSingleItem().Waiting.ShouldBe(7);
    }

    [Theory]
    [InlineData("M0news")]
    [InlineData("M1news")]
    [InlineData("Mnews")]
    public void Addresses_are_shown_without_the_class_and_the_phase_that_only_some_routers_have(string name)
    {
        var rows = new ManagedRows(null, [], [Row(("name", name), ("distribution", "balanced"))], [], []);

        rows.ToLoad(TimeSpan.Zero, "").Addresses.ShouldHaveSingleItem().Name.ShouldBe("news");
    }

    [Theory]
    [InlineData("L$management")]
    [InlineData("L_$qd.addr_lookup")]
    [InlineData("Lqdhello")]
    [InlineData("Tqdrouter")]
    [InlineData("Lqdrouter.ma")]
    public void Services_of_the_router_itself_are_left_out(string name) =>
        new ManagedRows(null, [], [Row(("name", name))], [], []).ToLoad(TimeSpan.Zero, "").Addresses.ShouldBeEmpty();

    [Fact]
    public void Rates_are_those_between_two_states_and_the_fullest_address_comes_first()
    {
        var before = new BusLoad(TimeSpan.FromSeconds(10), "", "") { Addresses = [new("a", "") { Received = 100, Sent = 90 }, new("c", "") { Received = 7 }] };
        var now = new BusLoad(TimeSpan.FromSeconds(12), "", "")
        {
            Addresses = [new("a", "") { Received = 120, Sent = 94 }, new("b", "") { Received = 6, Waiting = 1 }, new("c", "") { Received = 3 }],
        };

        var rates = now.Since(before).Addresses;

        rates.Select(address => (address.Name, address.InRate, address.OutRate)).ShouldBe([("b", 3, 0), ("a", 10, 2), ("c", 1.5, 0)]);
        now.Since(null).Addresses.ShouldAllBe(address => address.InRate == null && address.OutRate == null);
    }

    [Fact]
    public void Texts_of_peers_are_cleaned_in_json()
    {
        var load = new BusLoad(TimeSpan.Zero, "p", "n") { Connections = [new("1", "a\u001b[31m\u202eb", null, null, 0, null)] };

        var container = LoadJson.Of(load)["connections"]![0]!["container"]!.GetValue<string>();

        container.ShouldBe("a\\u001b[31m\\u202eb");
    }

    [Fact]
    public void A_limit_leaves_rows_out_and_not_the_counts()
    {
        var load = new BusLoad(TimeSpan.Zero, "p", "n") { Addresses = [new("a", ""), new("b", "") { SlowConsumers = 2 }] };

        var json = LoadJson.Of(load, limit: 1);

        json["addresses"]!.AsArray().Count.ShouldBe(1);
        json["address_count"]!.GetValue<int>().ShouldBe(2);
        json["slow_consumers"]!.GetValue<long>().ShouldBe(2);
    }

    private static ManagementRow Link(string direction, int undelivered, int unsettled, int credit, int zeroCredit) => Row(
        ("owningAddr", $"M0{Topic}"), ("linkDir", direction), ("connectionId", "3"), ("undeliveredCount", undelivered), ("unsettledCount", unsettled),
        ("creditAvailable", credit), ("zeroCreditSeconds", zeroCredit));

    private static ManagementRow Row(params (string Name, object? Value)[] attributes) => new(attributes.ToDictionary(attribute => attribute.Name, attribute => attribute.Value));
}
