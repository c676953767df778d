using Amqp.Framing;
using Amqp1.Broker.Nodes.Queues;

namespace Amqp1.Embedded.Tests.Queues;

public sealed class ManagedQueueTests : QueueTest
{
    [Fact]
    public async Task A_snapshot_shows_messages_bytes_age_and_links()
    {
        await using var broker = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(broker);
        await SendAsync(peer, "q", "a", "b", "c");
        await peer.AttachReceiverAsync(1, "q", 1);
        await ReceiveAsync(peer, 1, "a");
        Time.Advance(TimeSpan.FromSeconds(5));
        var state = Read(broker, "q")!;
        state.Depth.ShouldBe(3);
        state.Acquired.ShouldBe(1);
        state.Bytes.ShouldBeGreaterThan(3 * 256);
        state.OldestAge.ShouldBe(TimeSpan.FromSeconds(5));
        state.Producers.ShouldBe(1);
        state.Consumers.ShouldBe(1);
        state.Counts.Enqueued.ShouldBe(3);
        state.IsPermanent.ShouldBeFalse();
    }

    [Fact]
    public async Task A_purge_drops_waiting_messages_over_several_turns()
    {
        const int Messages = 5000;
        await using var broker = await StartAsync(options => options.LinkCapacity = Messages);
        await using var peer = await RawPeer.OpenAsync(broker);
        await peer.AttachSenderAsync(0, "q");
        for (uint id = 0; id < Messages; id++)
        {
            await peer.TransferAsync(0, id, Encode("a"), settled: true);
        }

        await peer.SyncAsync();
        await peer.AttachReceiverAsync(1, "q", 1);
        await ReceiveAsync(peer, 1, "a");
        var purged = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        Manage(broker, queues => queues.Find("q")!.Purge(purged.SetResult));
        (await purged.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).ShouldBe(Messages - 1);
        Read(broker, "q")!.Depth.ShouldBe(1);
        broker.Engine.Context.Turns.Chores.MostInTurn.ShouldBeLessThan(3000);
    }

    [Fact]
    public async Task Messages_move_to_another_queue_in_order()
    {
        await using var broker = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(broker);
        await SendAsync(peer, "q", "a", "b", "c");
        var moved = 0L;
        Manage(broker, queues => queues.Find("q")!.MoveTo(queues.Create("other", out _)!, 2, count => moved = count));
        moved.ShouldBe(2);
        await peer.AttachReceiverAsync(1, "other", 10);
        await ReceiveAsync(peer, 1, "a", "b");
        Read(broker, "q")!.Depth.ShouldBe(1);
    }

    [Fact]
    public async Task Peeking_shows_waiting_messages_in_pages()
    {
        await using var broker = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(broker);
        await SendAsync(peer, "q", "a", "b", "c");
        Manage(broker, queues =>
        {
            var first = queues.Find("q")!.Peek(0, 2);
            first.Select(message => Body(message.Payload.ToArray())).ShouldBe(["a", "b"]);
            queues.Find("q")!.Peek(first[^1].Sequence + 1, 2).Select(message => Body(message.Payload.ToArray())).ShouldBe(["c"]);
        });
    }

    [Fact]
    public async Task A_created_queue_remains_and_a_deleted_one_detaches_its_links()
    {
        await using var broker = await StartAsync(options => options.Addresses["direct"] = Distribution.Balanced);
        await using var peer = await RawPeer.OpenAsync(broker);
        Manage(broker, queues =>
        {
            queues.Create("q", out _).ShouldNotBeNull();
            queues.Create("direct", out var refusal).ShouldBeNull();
            refusal.ShouldNotBeNull();
            queues.List(null, 10).Select(queue => queue.Name).ShouldBe(["q"]);
            queues.List("q", 10).ShouldBeEmpty();
        });
        await SendAsync(peer, "q", "a");
        await peer.AttachReceiverAsync(1, "q", 10);
        await ReceiveAsync(peer, 1, "a");
        Manage(broker, queues => queues.Delete("q").ShouldBeTrue());
        for (var i = 0; i < 2; i++)
        {
            (await peer.NextAsync<Detach>()).Error.Condition.ToString().ShouldBe("amqp:resource-deleted");
        }

        Read(broker, "q").ShouldBeNull();
        broker.Engine.Queues.Budget.Held.ShouldBe(0);
        broker.Engine.Nodes.Count.ShouldBe(0);
    }

    private static void Manage(EmbeddedRouter broker, Action<IManagedQueues> work)
    {
        using (broker.Engine.Context.Turns.Enter())
        {
            work(broker.Engine.QueueManager);
        }
    }
}
