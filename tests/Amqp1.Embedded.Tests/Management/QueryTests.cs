using Amqp.Types;

namespace Amqp1.Embedded.Tests.Management;

/// <summary>Tests of the answers that the management node gives to queries.</summary>
public sealed class QueryTests
{
    [Fact]
    public async Task Connections_are_shown_with_their_container_user_and_peer()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router, containerId: "worker\u001b[2J", user: "joe");
        await using var client = await ManagementClient.ConnectAsync(router);

        var shown = await client.QueryAsync(ManagementClient.Connections);

        shown.Count.ShouldBe(2);
        var worker = shown[0];
        worker["type"].ShouldBe(ManagementClient.Connections);
        worker["container"].ShouldBe(@"worker\u001b[2J");
        worker["user"].ShouldBe("joe");
        worker["sasl"].ShouldBe("PLAIN");
        worker["isAuthenticated"].ShouldBe(true);
        worker["isEncrypted"].ShouldBe(false);
        ((string)worker["host"]!).ShouldStartWith("127.0.0.1:");
        shown[1]["isAuthenticated"].ShouldBe(false);
        shown[1]["user"].ShouldBeNull();
    }

    [Fact]
    public async Task Links_are_shown_with_their_address_credit_and_deliveries()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "jobs", 10);
        await peer.AttachSenderAsync(0, "jobs");
        await peer.TransferAsync(0, 0, [1]);
        await peer.TransferAsync(0, 1, [2]);
        await peer.TransferAsync(0, 2, [3], settled: true);
        await peer.SkipAsync<Amqp.Framing.Transfer>(3);
        await peer.SettleAsync(0, new Amqp.Framing.Accepted());
        await peer.SettleAsync(1, new Amqp.Framing.Rejected());
        await peer.SyncAsync();
        await using var client = await ManagementClient.ConnectAsync(router);

        var shown = await client.QueryAsync(ManagementClient.Links);

        var connection = (await client.QueryAsync(ManagementClient.Connections))[0];
        var consumer = shown.Single(link => (string)link["linkName"]! == "r1");
        var sender = shown.Single(link => (string)link["linkName"]! == "s0");
        foreach (var link in new[] { consumer, sender })
        {
            link["owningAddr"].ShouldBe("M0jobs");
            link["connectionId"].ShouldBe(connection["identity"]);
            link["deliveryCount"].ShouldBe(3L);
            link["presettledCount"].ShouldBe(1L);
            link["acceptedCount"].ShouldBe(1L);
            link["rejectedCount"].ShouldBe(1L);
            link["releasedCount"].ShouldBe(0L);
            link["unsettledCount"].ShouldBe(0L);
        }

        consumer["linkDir"].ShouldBe("out");
        consumer["creditAvailable"].ShouldBe(7L);
        sender["linkDir"].ShouldBe("in");
        sender["creditAvailable"].ShouldBe(247L);
        connection["linkCount"].ShouldBe(2L);
    }

    [Fact]
    public async Task Addresses_are_shown_with_their_distribution_consumers_and_traffic()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "broadcast.a", 10);
        await peer.AttachReceiverAsync(2, "broadcast.a", 10);
        await peer.AttachReceiverAsync(3, "jobs", 0);
        await peer.AttachSenderAsync(0, "broadcast.a");
        await peer.TransferAsync(0, 0, [1]);
        await peer.SyncAsync();
        await using var client = await ManagementClient.ConnectAsync(router);

        var shown = (await client.QueryAsync(ManagementClient.Addresses)).ToDictionary(address => (string)address["name"]!);

        var group = shown["M0broadcast.a"];
        group["distribution"].ShouldBe("multicast");
        group["subscriberCount"].ShouldBe(2L);
        group["senderCount"].ShouldBe(1L);
        group["deliveriesIngress"].ShouldBe(1L);
        group["deliveriesEgress"].ShouldBe(2L);
        shown["M0jobs"]["distribution"].ShouldBe("balanced");
        shown["M0jobs"]["deliveriesIngress"].ShouldBe(0L);
        shown["L$management"]["inProcess"].ShouldBe(1L);
        shown["L$management"]["deliveriesIngress"].ShouldBe(1L);
        shown.Keys.ShouldContain("L" + client.ReplyTo[client.ReplyTo.IndexOf("temp.", StringComparison.Ordinal)..]);
    }

    [Fact]
    public async Task The_router_shows_itself()
    {
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { ContainerId = "me", MaxHeldBytes = 1_000_000_000 });
        await using var client = await ManagementClient.ConnectAsync(router);

        var shown = (await client.QueryAsync(ManagementClient.Router)).ShouldHaveSingleItem();

        shown["id"].ShouldBe("me");
        shown["mode"].ShouldBe("standalone");
        shown["connectionCount"].ShouldBe(1L);
        shown["linkCount"].ShouldBe(2L);
        shown["addrCount"].ShouldBe(2L);
        shown["deliveriesIngress"].ShouldBe(1L);
        shown["maxHeldBytes"].ShouldBe(1_000_000_000L);
        var read = (Map)(await client.CallOkAsync("READ", null, ("type", ManagementClient.Router), ("name", "me"))).Body;
        read["id"].ShouldBe("me");
        read["deliveriesIngress"].ShouldBe(2L);
    }

    [Fact]
    public async Task A_query_returns_the_requested_attributes_in_pages()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        for (var handle = 0u; handle < 25; handle++)
        {
            await peer.AttachReceiverAsync(handle, $"a{handle}", 0);
        }

        await using var client = await ManagementClient.ConnectAsync(router);
        var pages = new List<string>();
        for (var offset = 0; offset < 30; offset += 10)
        {
            var page = await client.QueryAsync(ManagementClient.Addresses, ["name", "nonsense", "subscriberCount", "name"], offset, 10);
            page.Count.ShouldBe(offset < 20 ? 10 : 7);
            page[0].Keys.ShouldBe(["name", "subscriberCount"]);
            pages.AddRange(page.Select(address => (string)address["name"]!));
        }

        pages[0].ShouldBe("L$management");
        pages[1..26].ShouldBe(Enumerable.Range(0, 25).Select(index => $"M0a{index}"));
        (await client.QueryAsync(ManagementClient.Addresses, offset: 100)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_query_without_a_type_returns_all_entities()
    {
        await using var router = await TestRouter.StartAsync();
        await using var client = await ManagementClient.ConnectAsync(router);

        var shown = await client.QueryAsync(null, ["type", "linkDir"]);

        shown.Count(entity => (string)entity["type"]! == ManagementClient.Router).ShouldBe(1);
        shown.Count(entity => (string)entity["type"]! == ManagementClient.Connections).ShouldBe(1);
        shown.Where(entity => entity["linkDir"] is not null).Select(entity => (string)entity["type"]!).ShouldBe([ManagementClient.Links, ManagementClient.Links]);
    }

    [Fact]
    public async Task Types_attributes_operations_and_nodes_are_described()
    {
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { ContainerId = "me" });
        await using var client = await ManagementClient.ConnectAsync(router);

        var types = (Map)(await client.CallOkAsync("GET-TYPES")).Body;
        var attributes = (Map)(await client.CallOkAsync("GET-ATTRIBUTES", null, ("entityType", ManagementClient.Links))).Body;
        var operations = (Map)(await client.CallOkAsync("GET-OPERATIONS")).Body;
        var nodes = (List)(await client.CallOkAsync("GET-MGMT-NODES")).Body;

        types.Keys.Cast<string>().ShouldContain(ManagementClient.Connections);
        types.Keys.ShouldBe(operations.Keys);
        attributes.Keys.ShouldBe([ManagementClient.Links]);
        ((List)attributes[ManagementClient.Links]).Cast<string>().Take(3).ShouldBe(["type", "identity", "name"]);
        ((Map)operations[ManagementClient.Connections]).Keys.Cast<string>().ShouldBe(["READ", "DELETE", "UPDATE"], ignoreOrder: true);
        nodes.Cast<string>().ShouldBe(["amqp:/_topo/0/me/$management"]);
    }

    [Theory]
    [InlineData("QUERY", "entityType", "nonsense", 404)]
    [InlineData("QUERY", "offset", -1, 400)]
    [InlineData("QUERY", "count", -1L, 400)]
    [InlineData("READ", "name", "x", 400)]
    [InlineData("READ", "type", ManagementClient.Links, 400)]
    [InlineData("READ", "type", "nonsense", 404)]
    [InlineData("NONSENSE", "type", ManagementClient.Links, 501)]
    [InlineData("DELETE", "type", ManagementClient.Links, 501)]
    [InlineData("CREATE", "type", ManagementClient.Links, 501)]
    [InlineData("", "type", ManagementClient.Links, 400)]
    public async Task A_request_that_cannot_be_met_is_answered_with_its_reason(string operation, string argument, object value, int status)
    {
        await using var router = await TestRouter.StartAsync();
        await using var client = await ManagementClient.ConnectAsync(router);

        var response = await client.CallAsync(operation, null, (argument, value));

        ManagementClient.StatusOf(response).ShouldBe(status);
        ((string)response.ApplicationProperties["statusDescription"]).Length.ShouldBeGreaterThan(10);
        (await client.QueryAsync(ManagementClient.Connections)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("$management", false)]
    [InlineData("_local/$management", false)]
    [InlineData("amqp:/_local/$management", false)]
    [InlineData("_topo/0/me/$management", false)]
    [InlineData("amqp:/_topo/0/me/$management", true)]
    [InlineData("$management", true)]
    [InlineData("amqp:/$management", true)]
    public async Task The_node_has_the_addresses_that_the_tools_of_qpid_dispatch_use(string address, bool relay)
    {
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { ContainerId = "me" });
        await using var client = await ManagementClient.ConnectAsync(router, address, relay);

        (await client.QueryAsync(ManagementClient.Router, ["id"])).ShouldHaveSingleItem()["id"].ShouldBe("me");
    }
}
