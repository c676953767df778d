using System.Globalization;
using Amqp.Framing;
using Amqp.Types;
using Amqp1.Embedded.Tests.Queues;

namespace Amqp1.Embedded.Tests.Management;

/// <summary>Queues over the management node: what is shown of them, and the operations on them.</summary>
public sealed class QueueManagementTests : QueueTest
{
    private const string Queues = "amqp1.queue";

    [Fact]
    public async Task A_queue_is_shown_with_its_depth_age_consumers_and_redeliveries()
    {
        await using var broker = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(broker);
        await SendAsync(peer, "jobs", "a", "b", "c");
        await peer.AttachReceiverAsync(1, "jobs", 2);
        var ids = await ReceiveAsync(peer, 1, "a", "b");
        await peer.SettleAsync(ids[0], new Accepted());
        await peer.SettleAsync(ids[1], new Modified { DeliveryFailed = true });
        await peer.FlowAsync(1, 2, 1);
        await ReceiveAsync(peer, 1, "b");
        Time.Advance(TimeSpan.FromSeconds(3));
        await using var client = await ManagementClient.ConnectAsync(broker);

        var shown = (await client.QueryAsync(Queues)).ShouldHaveSingleItem();

        shown["name"].ShouldBe("jobs");
        shown["identity"].ShouldBe("jobs");
        shown["address"].ShouldBe("jobs");
        shown["subscription"].ShouldBeNull();
        shown["permanent"].ShouldBe(false);
        shown["depth"].ShouldBe(2L);
        shown["acquired"].ShouldBe(1L);
        ((long)shown["bytes"]!).ShouldBeGreaterThan(2);
        shown["oldestAgeMilliseconds"].ShouldBe(3000L);
        shown["producers"].ShouldBe(1L);
        shown["consumers"].ShouldBe(1L);
        shown["enqueued"].ShouldBe(3L);
        shown["accepted"].ShouldBe(1L);
        shown["redelivered"].ShouldBe(1L);
        var address = (await client.QueryAsync(ManagementClient.Addresses)).Single(found => (string)found["name"]! == "M0jobs");
        address["distribution"].ShouldBe("queue");
        address["deliveriesIngress"].ShouldBe(3L);
        address["subscriberCount"].ShouldBe(1L);
    }

    [Fact]
    public async Task Queues_are_created_purged_and_deleted()
    {
        await using var broker = await StartAsync(options => options.Addresses["routed"] = Distribution.Balanced);
        await using var peer = await RawPeer.OpenAsync(broker);
        await using var client = await ManagementClient.ConnectAsync(broker);

        (await CallAsync(client, "CREATE", "jobs")).ShouldBe(201);
        (await CallAsync(client, "CREATE", "jobs")).ShouldBe(409);
        (await CallAsync(client, "CREATE", "routed")).ShouldBe(409);
        (await CallAsync(client, "CREATE", "$management")).ShouldBe(409);
        (await CallAsync(client, "CREATE", "")).ShouldBe(400);
        (await client.QueryAsync(Queues)).ShouldHaveSingleItem()["permanent"].ShouldBe(true);
        await SendAsync(peer, "jobs", "a", "b", "c");

        var purged = await client.CallOkAsync("PURGE", null, ("type", Queues), ("name", "jobs"));
        ((Map)purged.Body)["count"].ShouldBe(3L);
        Read(broker, "jobs")!.Depth.ShouldBe(0);

        (await CallAsync(client, "DELETE", "jobs")).ShouldBe(204);
        (await peer.NextAsync<Detach>()).Error.Condition.ToString().ShouldBe("amqp:resource-deleted");
        (await CallAsync(client, "DELETE", "jobs")).ShouldBe(404);
        (await client.QueryAsync(Queues)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Messages_are_moved_to_another_queue_in_order()
    {
        await using var broker = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(broker);
        await using var client = await ManagementClient.ConnectAsync(broker);
        (await CallAsync(client, "CREATE", "other")).ShouldBe(201);
        await SendAsync(peer, "jobs", "a", "b", "c");

        (await MoveAsync("jobs", "nowhere", null)).ShouldBe(404);
        (await MoveAsync("jobs", "jobs", null)).ShouldBe(400);
        (await MoveAsync("jobs", "other", -1)).ShouldBe(400);
        (await MoveAsync("jobs", "other", 2)).ShouldBe(2);

        Read(broker, "jobs")!.Depth.ShouldBe(1);
        await peer.AttachReceiverAsync(1, "other", 10);
        await ReceiveAsync(peer, 1, "a", "b");
        (await MoveAsync("jobs", "other", null)).ShouldBe(1);
        await ReceiveAsync(peer, 1, "c");

        async Task<long> MoveAsync(string from, string to, int? count)
        {
            var response = await client.CallAsync("MOVE", null, ("type", Queues), ("name", from), ("target", to), ("count", count));
            return ManagementClient.StatusOf(response) is var status && status != 200 ? status : (long)((Map)response.Body)["count"];
        }
    }

    [Fact]
    public async Task Messages_are_peeked_at_and_stay_where_they_are()
    {
        await using var broker = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(broker);
        await SendAsync(peer, "jobs", "a", "b", "c");
        await using var client = await ManagementClient.ConnectAsync(broker);

        var first = (List)(await client.CallOkAsync("PEEK", null, ("type", Queues), ("name", "jobs"), ("count", 2))).Body;
        var next = Convert.ToInt64(((Map)first[1])["sequence"], CultureInfo.InvariantCulture) + 1;
        var second = (List)(await client.CallOkAsync("PEEK", null, ("type", Queues), ("name", "jobs"), ("offset", next))).Body;

        first.Concat(second.Cast<object>()).Cast<Map>().Select(peeked => Body((byte[])peeked["message"])).ShouldBe(["a", "b", "c"]);
        Read(broker, "jobs")!.Depth.ShouldBe(3);
        var tooMany = await client.CallAsync("PEEK", null, ("type", Queues), ("name", "jobs"), ("count", 101));
        ManagementClient.StatusOf(tooMany).ShouldBe(400);
    }

    [Fact]
    public async Task Very_many_queues_are_read_in_pages_and_each_one_once()
    {
        const int Many = 1234;
        await using var broker = await StartAsync();
        await using var client = await ManagementClient.ConnectAsync(broker);
        using (broker.Engine.Context.Turns.Enter())
        {
            for (var i = 0; i < Many; i++)
            {
                broker.Engine.QueueManager.Create($"q{i:d4}", out _).ShouldNotBeNull();
            }
        }

        var names = new List<string>();
        for (var offset = 0; offset < Many; offset += 500)
        {
            names.AddRange((await client.QueryAsync(Queues, ["name"], offset, 500)).Select(queue => (string)queue["name"]!));
        }

        names.ShouldBe(Enumerable.Range(0, Many).Select(i => $"q{i:d4}"));
    }

    [Fact]
    public async Task A_response_can_go_to_a_queue()
    {
        await using var broker = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(broker);
        await peer.AttachSenderAsync(0, "$management");
        var request = ManagementClient.Request("GET-TYPES", null);
        request.Properties = new Properties { MessageId = "m", ReplyTo = "answers" };
        var encoded = request.Encode();

        await peer.TransferAsync(0, 0, encoded.Buffer.AsSpan(encoded.Offset, encoded.Length).ToArray());
        await AcceptedAsync(peer, 1);
        await peer.AttachReceiverAsync(1, "answers", 1);

        Decode((await peer.NextFrameAsync<Transfer>()).Payload).Properties.CorrelationId.ShouldBe("m");
    }

    private static async Task<int> CallAsync(ManagementClient client, string operation, string name) =>
        ManagementClient.StatusOf(await client.CallAsync(operation, null, ("type", Queues), ("name", name)));
}
