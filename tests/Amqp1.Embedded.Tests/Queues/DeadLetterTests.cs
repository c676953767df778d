using Amqp.Framing;

namespace Amqp1.Embedded.Tests.Queues;

public sealed class DeadLetterTests : QueueTest
{
    [Fact]
    public async Task A_rejected_message_moves_to_the_dead_letter_queue()
    {
        await using var broker = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(broker);
        await peer.AttachSenderAsync(0, "q");
        await peer.TransferAsync(0, 0, Encode("a", ttl: 60_000));
        await peer.AttachReceiverAsync(1, "q", 10);
        var ids = await ReceiveAsync(peer, 1, "a");
        await peer.SettleAsync(ids[0], new Rejected { Error = new Error("x:why") });
        await peer.AttachReceiverAsync(2, "dead-letters", 10);
        var message = Decode((await peer.NextFrameAsync<Transfer>()).Payload);
        message.Body.ShouldBe("a");
        message.Header.Ttl.ShouldBe(uint.MaxValue);
        Read(broker, "q")!.Counts.DeadLettered.ShouldBe(1);
        Time.Advance(TimeSpan.FromMinutes(2));
        await peer.SyncAsync();
        Read(broker, "dead-letters")!.Depth.ShouldBe(1);
    }

    [Fact]
    public async Task A_message_moves_to_the_dead_letter_queue_after_its_last_delivery()
    {
        await using var broker = await StartAsync(options => options.Queues["q"] = new EmbeddedQueueOptions { MaxDeliveries = 3, DeadLetterAddress = "dlq" });
        await using var peer = await RawPeer.OpenAsync(broker);
        await SendAsync(peer, "q", "a");
        await peer.AttachReceiverAsync(1, "q", 10);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var ids = await ReceiveAsync(peer, 1, "a");
            await peer.SettleAsync(ids[0], new Modified { DeliveryFailed = true });
        }

        await peer.AttachReceiverAsync(2, "dlq", 10);
        var frame = await peer.NextFrameAsync<Transfer>();
        ((Transfer)frame.Performative!).Handle.ShouldBe(2u);
        Decode(frame.Payload).Header.DeliveryCount.ShouldBe(3u);
    }

    [Fact]
    public async Task A_rejected_message_is_dropped_without_a_dead_letter_queue()
    {
        await using var broker = await StartAsync(options => options.DefaultQueue.DeadLetterAddress = null);
        await using var peer = await RawPeer.OpenAsync(broker);
        await SendAsync(peer, "q", "a");
        await peer.AttachReceiverAsync(1, "q", 10);
        var ids = await ReceiveAsync(peer, 1, "a");
        await peer.SettleAsync(ids[0], new Rejected());
        await peer.SyncAsync();
        Read(broker, "q")!.Counts.Dropped.ShouldBe(1);
        Read(broker, "q")!.Depth.ShouldBe(0);
    }

    [Fact]
    public async Task A_message_that_is_too_large_for_a_consumer_goes_to_another_one()
    {
        await using var broker = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(broker);
        await SendAsync(peer, "q", new string('x', 2000), "small");
        await peer.AttachReceiverAsync(1, "q", 10, change: attach => attach.MaxMessageSize = 1000);
        await ReceiveAsync(peer, 1, "small");
        await peer.AttachReceiverAsync(2, "q", 10);
        await ReceiveAsync(peer, 2, new string('x', 2000));
    }
}
