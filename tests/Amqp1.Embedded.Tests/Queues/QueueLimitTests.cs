using Amqp.Framing;

namespace Amqp1.Embedded.Tests.Queues;

public sealed class QueueLimitTests : QueueTest
{
    [Theory]
    [InlineData(Distribution.Queue, "queue")]
    [InlineData(Distribution.Topic, "topic")]
    [InlineData(Distribution.Balanced, null)]
    [InlineData(Distribution.Closest, null)]
    [InlineData(Distribution.Multicast, null)]
    public async Task A_sender_learns_that_its_target_stores_messages_so_that_a_lack_of_credit_does_not_mean_that_nobody_consumes(
        Distribution distribution, string? capability)
    {
        await using var broker = await StartAsync(options => options.Addresses["a"] = distribution);
        await using var peer = await RawPeer.OpenAsync(broker);

        var target = (Amqp.Framing.Target)(await peer.AttachSenderAsync(0, "a")).Target;

        target.Address.ShouldBe("a");
        target.Capabilities?.ShouldHaveSingleItem().ToString().ShouldBe(capability);
        (target.Capabilities is null).ShouldBe(capability is null);
    }

    [Fact]
    public async Task A_full_queue_gives_no_credit_until_messages_were_consumed()
    {
        await using var broker = await StartAsync(options => options.DefaultQueue.MaxLength = 4);
        await using var peer = await RawPeer.OpenAsync(broker);
        await peer.AttachSenderAsync(0, "q");
        (await peer.CreditAsync(0)).ShouldBe(4u);
        await SendMoreAsync(peer, 0, "a", "b", "c", "d");
        await peer.SyncAsync();
        peer.Has<Flow>().ShouldBeFalse();

        await peer.AttachReceiverAsync(1, "q", 1);
        var ids = await ReceiveAsync(peer, 1, "a");
        await peer.SyncAsync();
        peer.Has<Flow>().ShouldBeFalse();
        await peer.SettleAsync(ids[0], new Accepted());
        (await peer.CreditAsync(0)).ShouldBe(1u);
    }

    [Fact]
    public async Task A_queue_that_is_full_by_bytes_gives_no_credit()
    {
        await using var broker = await StartAsync(options => options.DefaultQueue.MaxBytes = 1000);
        await using var peer = await RawPeer.OpenAsync(broker);
        await peer.AttachSenderAsync(0, "q");
        (await peer.CreditAsync(0)).ShouldBe(250u);
        await SendMoreAsync(peer, 0, new string('x', 600));
        (await peer.CreditAsync(0)).ShouldBe(0u);
        await peer.AttachReceiverAsync(1, "q", 1, change: attach => attach.SndSettleMode = SenderSettleMode.Settled);
        (await peer.CreditAsync(0)).ShouldBe(250u);
    }

    [Fact]
    public async Task All_queues_together_have_a_limit_that_leaves_memory_for_direct_messages()
    {
        await using var broker = await StartAsync(options =>
        {
            options.MaxQueueBytes = 1000;
            options.Addresses["direct"] = Distribution.Balanced;
        });
        await using var peer = await RawPeer.OpenAsync(broker);
        await peer.AttachSenderAsync(0, "q");
        await peer.AttachSenderAsync(5, "other");
        (await peer.CreditAsync(0)).ShouldBe(250u);
        (await peer.CreditAsync(5)).ShouldBe(250u);
        await SendMoreAsync(peer, 0, new string('x', 600));
        (await peer.CreditAsync(0)).ShouldBe(0u);
        (await peer.CreditAsync(5)).ShouldBe(0u);
        await peer.AttachReceiverAsync(1, "direct", 10);
        await peer.AttachSenderAsync(6, "direct");
        (await peer.CreditAsync(6)).ShouldBe(250u);
        await peer.AttachReceiverAsync(2, "q", 1, change: attach => attach.SndSettleMode = SenderSettleMode.Settled);
        (await peer.CreditAsync(5)).ShouldBe(250u);
    }

    [Fact]
    public async Task A_queue_may_reject_messages_when_it_is_full()
    {
        await using var broker = await StartAsync(options =>
        {
            options.DefaultQueue.MaxLength = 1;
            options.DefaultQueue.Overflow = QueueOverflow.Reject;
        });
        await using var peer = await RawPeer.OpenAsync(broker);
        await SendAsync(peer, "q", "a");
        await peer.TransferAsync(0, 1, Encode("b"));
        var error = (await peer.NextAsync<Dispose>()).State.ShouldBeOfType<Rejected>().Error;
        error.Condition.ToString().ShouldBe("amqp:resource-limit-exceeded");
        Read(broker, "q")!.Counts.Dropped.ShouldBe(1);
        await peer.AttachReceiverAsync(1, "q", 10);
        await ReceiveAsync(peer, 1, "a");
    }

    [Fact]
    public async Task A_queue_may_drop_its_oldest_messages_when_it_is_full()
    {
        await using var broker = await StartAsync(options =>
        {
            options.Queues["q"] = new EmbeddedQueueOptions { MaxLength = 2, Overflow = QueueOverflow.DropOldest };
        });
        await using var peer = await RawPeer.OpenAsync(broker);
        await SendAsync(peer, "q", "a", "b", "c", "d");
        Read(broker, "q")!.Counts.Dropped.ShouldBe(2);
        await peer.AttachReceiverAsync(1, "q", 10);
        await ReceiveAsync(peer, 1, "c", "d");
    }

    [Fact]
    public async Task A_full_queue_releases_messages_of_links_without_an_address()
    {
        await using var broker = await StartAsync(options => options.DefaultQueue.MaxLength = 1);
        await using var peer = await RawPeer.OpenAsync(broker);
        await peer.AttachSenderAsync(0, null);
        await peer.TransferAsync(0, 0, Encode("a", change: message => message.Properties.To = "q"));
        await AcceptedAsync(peer, 1);
        await peer.TransferAsync(0, 1, Encode("b", change: message => message.Properties.To = "q"));
        (await peer.NextAsync<Dispose>()).State.ShouldBeOfType<Released>();
    }

    [Fact]
    public async Task A_link_that_needs_one_queue_too_many_is_refused()
    {
        await using var broker = await StartAsync(options =>
        {
            options.MaxQueues = 1;
            options.DeclaredQueues.Add("declared");
        });
        await using var peer = await RawPeer.OpenAsync(broker);
        await peer.AttachSenderAsync(0, "declared");
        await peer.AttachSenderAsync(1, "q");
        (await peer.NextAsync<Detach>()).Error.Condition.ToString().ShouldBe("amqp:resource-limit-exceeded");
        await peer.AttachSenderAsync(2, null);
        await peer.TransferAsync(2, 0, Encode("a", change: message => message.Properties.To = "q"));
        (await peer.NextAsync<Dispose>()).State.ShouldBeOfType<Released>();
    }
}
