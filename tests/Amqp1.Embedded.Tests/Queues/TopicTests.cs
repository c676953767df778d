using Amqp.Framing;
using Amqp.Types;

namespace Amqp1.Embedded.Tests.Queues;

public sealed class TopicTests : QueueTest
{
    [Fact]
    public async Task Every_subscriber_gets_a_copy_that_waits_for_it()
    {
        await using var broker = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(broker);
        await peer.AttachReceiverAsync(1, "topic", 10);
        await peer.AttachReceiverAsync(2, "topic", 0);
        await SendAsync(peer, "topic", "a", "b");
        var ids = await ReceiveAsync(peer, 1, "a", "b");
        await peer.SettleAsync(ids[0], new Released());
        await ReceiveAsync(peer, 1, "a");
        await peer.FlowAsync(2, 0, 10);
        await ReceiveAsync(peer, 2, "a", "b");
    }

    [Fact]
    public async Task A_message_without_a_subscriber_is_accepted_and_dropped()
    {
        await using var broker = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(broker);
        await SendAsync(peer, "topic", "a");
        await peer.AttachReceiverAsync(1, "topic", 10);
        await SendMoreAsync(peer, 1, "b");
        await ReceiveAsync(peer, 1, "b");
    }

    [Fact]
    public async Task The_messages_of_a_subscriber_that_leaves_are_dropped()
    {
        await using var broker = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(broker);
        await peer.AttachReceiverAsync(1, "topic", 1);
        await SendAsync(peer, "topic", "a", "b");
        await ReceiveAsync(peer, 1, "a");
        broker.Engine.Queues.Registry.Count.ShouldBe(1);
        await peer.SendAsync(0, new Detach { Handle = 1, Closed = true });
        await peer.NextAsync<Detach>();
        broker.Engine.Queues.Registry.Count.ShouldBe(0);
        broker.Engine.Queues.Budget.Held.ShouldBe(0);
        await peer.SendAsync(0, new Detach { Handle = 0, Closed = true });
        await peer.NextAsync<Detach>();
        broker.Engine.Nodes.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_durable_subscription_receives_while_its_consumer_is_away(bool byDurability, bool byExpiryPolicy)
    {
        await using var broker = await StartAsync();
        await using var sender = await RawPeer.OpenAsync(broker);
        await using (var first = await RawPeer.OpenAsync(broker, containerId: "audit"))
        {
            var answer = (Source)(await SubscribeAsync(first, 1)).Source;
            answer.ExpiryPolicy?.ToString().ShouldBe("never");
            answer.Durable.ShouldBe(byDurability ? 2u : 0u);
            await SendAsync(sender, "topic", "a", "b");
            var ids = await ReceiveAsync(first, 1, "a");
            await first.SettleAsync(ids[0], new Accepted());
            await first.SyncAsync();
        }

        await SendMoreAsync(sender, 2, "c");
        await using var second = await RawPeer.OpenAsync(broker, containerId: "audit");
        await SubscribeAsync(second, 10);
        await ReceiveAsync(second, 1, "b", "c");
        await second.SendAsync(0, new Detach { Handle = 1, Closed = false });
        await second.NextAsync<Detach>();
        broker.Engine.Queues.Registry.Count.ShouldBe(1);

        // Closing the link ends the subscription.
        await SubscribeAsync(second, 0);
        await second.SendAsync(0, new Detach { Handle = 1, Closed = true });
        await second.NextAsync<Detach>();
        broker.Engine.Queues.Registry.Count.ShouldBe(0);

        Task<Attach> SubscribeAsync(RawPeer peer, uint credit) => peer.AttachReceiverAsync(1, "topic", credit, change: attach =>
        {
            var source = (Source)attach.Source;
            if (byDurability)
            {
                source.Durable = 2;
            }

            if (byExpiryPolicy)
            {
                source.ExpiryPolicy = new Symbol("never");
            }
        });
    }

    [Fact]
    public async Task A_durable_subscription_belongs_to_its_user_and_container()
    {
        await using var broker = await StartAsync(options => options.Users = new Dictionary<string, string> { ["alice"] = "secret", ["bob"] = "secret" });
        await using var alice = await RawPeer.OpenAsync(broker, containerId: "audit", user: "alice");
        await using var bob = await RawPeer.OpenAsync(broker, containerId: "audit", user: "bob");
        await alice.AttachReceiverAsync(1, "topic", 10, change: attach => ((Source)attach.Source).Durable = 1);
        await bob.AttachReceiverAsync(1, "topic", 10, change: attach => ((Source)attach.Source).Durable = 1);
        await SendAsync(bob, "topic", "a");
        await ReceiveAsync(alice, 1, "a");
        await ReceiveAsync(bob, 1, "a");
        await bob.AttachSenderAsync(7, $"topic::{Uri.EscapeDataString("alice")}/audit/r1");
        (await bob.NextAsync<Detach>()).Error.Description.ShouldContain("subscription");
    }

    [Fact]
    public async Task A_message_for_many_subscribers_is_copied_in_several_turns_and_in_order()
    {
        const int Subscribers = 3000;
        await using var broker = await StartAsync();
        await using var sender = await RawPeer.OpenAsync(broker);
        await using var peer = await RawPeer.OpenAsync(broker);
        for (uint handle = 1; handle <= Subscribers; handle++)
        {
            await peer.SendAsync(0, new Attach
            {
                LinkName = $"r{handle}", Handle = handle, Role = true, Source = new Source { Address = "topic" }, Target = new Amqp.Framing.Target(),
            });
        }

        await peer.SkipAsync<Attach>(Subscribers);
        await SendAsync(sender, "topic", "a", "b");
        await peer.FlowAsync(1, 0, 10);
        await ReceiveAsync(peer, 1, "a", "b");
        await peer.FlowAsync(Subscribers, 0, 10);
        await ReceiveAsync(peer, Subscribers, "a", "b");
        broker.Engine.Queues.Registry.All.ShouldAllBe(queue => queue.Messages.Limits.Messages == 2);
    }

    [Fact]
    public async Task A_full_subscription_stops_the_topic_until_it_is_read()
    {
        await using var broker = await StartAsync(options => options.DefaultQueue.MaxLength = 2);
        await using var peer = await RawPeer.OpenAsync(broker);
        await peer.AttachReceiverAsync(1, "topic", 10);
        await peer.AttachReceiverAsync(2, "topic", 0);
        await peer.AttachSenderAsync(0, "topic");
        (await peer.CreditAsync(0)).ShouldBe(250u);
        await SendMoreAsync(peer, 0, "a", "b");
        (await peer.CreditAsync(0)).ShouldBe(0u);
        var ids = await ReceiveAsync(peer, 1, "a", "b");
        await peer.SettleAsync(ids[0], new Accepted(), last: ids[1]);
        await peer.SyncAsync();
        peer.Has<Flow>().ShouldBeFalse();
        await peer.FlowAsync(2, 0, 1);
        ids = await ReceiveAsync(peer, 2, "a");
        await peer.SettleAsync(ids[0], new Accepted());
        (await peer.CreditAsync(0)).ShouldBe(250u);
    }

    [Fact]
    public async Task A_subscriber_that_stops_the_topic_for_too_long_is_detached()
    {
        await using var broker = await StartAsync(options => options.DefaultQueue.MaxLength = 1);
        await using var peer = await RawPeer.OpenAsync(broker);
        await peer.AttachReceiverAsync(2, "topic", 0);
        await SendAsync(peer, "topic", "a");
        Time.Advance(TimeSpan.FromSeconds(61));
        var detach = await peer.NextAsync<Detach>();
        detach.Handle.ShouldBe(2u);
        detach.Error.Condition.ToString().ShouldBe("amqp:resource-limit-exceeded");
        (await peer.NextAsync<Flow>(frame => frame.Performative is Flow { HasHandle: true, LinkCredit: > 0 })).Handle.ShouldBe(0u);
    }
}
