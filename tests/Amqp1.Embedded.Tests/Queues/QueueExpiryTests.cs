using Amqp.Framing;

namespace Amqp1.Embedded.Tests.Queues;

public sealed class QueueExpiryTests : QueueTest
{
    [Fact]
    public async Task A_message_expires_in_the_queue_and_the_others_arrive_with_the_rest_of_their_time()
    {
        await using var broker = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(broker);
        await peer.AttachSenderAsync(0, "q");
        await peer.TransferAsync(0, 0, Encode("long", ttl: 5000));
        await peer.TransferAsync(0, 1, Encode("short", ttl: 500));
        await peer.TransferAsync(0, 2, Encode("none"));
        await AcceptedAsync(peer, 3);
        Time.Advance(TimeSpan.FromMilliseconds(600));
        Read(broker, "q")!.Depth.ShouldBe(2);
        Read(broker, "q")!.Counts.Expired.ShouldBe(1);
        await peer.AttachReceiverAsync(1, "q", 10);
        var received = Decode((await peer.NextFrameAsync<Transfer>()).Payload);
        received.Body.ShouldBe("long");
        received.Header.Ttl.ShouldBe(4400u);
        await ReceiveAsync(peer, 1, "none");
    }

    [Fact]
    public async Task An_acquired_message_expires_when_it_is_given_back()
    {
        await using var broker = await StartAsync(options => options.DefaultQueue.DeadLetterExpired = true);
        await using var peer = await RawPeer.OpenAsync(broker);
        await peer.AttachSenderAsync(0, "q");
        await peer.TransferAsync(0, 0, Encode("a", ttl: 500));
        await peer.AttachReceiverAsync(1, "q", 10);
        var ids = await ReceiveAsync(peer, 1, "a");
        Time.Advance(TimeSpan.FromSeconds(1));
        Read(broker, "q")!.Depth.ShouldBe(1);
        await peer.SettleAsync(ids[0], new Released());
        await peer.AttachReceiverAsync(2, "dead-letters", 10);
        await ReceiveAsync(peer, 2, "a");
        Read(broker, "q")!.Depth.ShouldBe(0);
    }

    [Fact]
    public async Task A_queue_may_limit_the_time_of_its_messages()
    {
        await using var broker = await StartAsync(options => options.DefaultQueue.TimeToLive = TimeSpan.FromSeconds(1));
        await using var peer = await RawPeer.OpenAsync(broker);
        await SendAsync(peer, "q", "a");
        await peer.TransferAsync(0, 1, Encode("b", ttl: 60_000));
        await AcceptedAsync(peer, 1);
        Time.Advance(TimeSpan.FromSeconds(1.1));
        Read(broker, "q")!.Depth.ShouldBe(0);
    }

    [Fact]
    public async Task A_queue_that_is_empty_and_unused_after_its_last_message_expired_is_forgotten()
    {
        await using var broker = await StartAsync();
        await using (var peer = await RawPeer.OpenAsync(broker))
        {
            await peer.AttachSenderAsync(0, "q");
            await peer.TransferAsync(0, 0, Encode("a", ttl: 500));
            await AcceptedAsync(peer, 1);
            await peer.SendAsync(0, new Detach { Handle = 0, Closed = true });
            await peer.NextAsync<Detach>();
        }

        Read(broker, "q")!.Depth.ShouldBe(1);
        Time.Advance(TimeSpan.FromSeconds(1));
        Read(broker, "q").ShouldBeNull();
        broker.Engine.Nodes.Count.ShouldBe(0);
        broker.Engine.Expiries.Count.ShouldBe(0);
    }

    [Fact]
    public async Task An_unused_queue_is_deleted_with_its_messages_after_its_time()
    {
        await using var broker = await StartAsync(options =>
        {
            options.DefaultQueue.ExpiresAfter = TimeSpan.FromMinutes(1);
            options.DeclaredQueues.Add("declared");
        });
        await using var peer = await RawPeer.OpenAsync(broker);
        await SendAsync(peer, "q", "a");
        Time.Advance(TimeSpan.FromMinutes(2));
        Read(broker, "q")!.Depth.ShouldBe(1);
        await peer.SendAsync(0, new Detach { Handle = 0, Closed = true });
        await peer.NextAsync<Detach>();
        Time.Advance(TimeSpan.FromSeconds(59));
        Read(broker, "q")!.Depth.ShouldBe(1);
        Time.Advance(TimeSpan.FromSeconds(2));
        Read(broker, "q").ShouldBeNull();
        Read(broker, "declared").ShouldNotBeNull();
        broker.Engine.Queues.Budget.Held.ShouldBe(0);
    }
}
