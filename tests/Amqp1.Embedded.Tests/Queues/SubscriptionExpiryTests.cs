using Amqp.Framing;
using Amqp.Types;

namespace Amqp1.Embedded.Tests.Queues;

/// <summary>A durable subscription whose link is gone expires by its policy, after its timeout.</summary>
public sealed class SubscriptionExpiryTests : QueueTest
{
    private const uint Timeout = 60;

    [Theory]
    [InlineData("link-detach")]
    [InlineData("session-end")]
    [InlineData("connection-close")]
    public async Task A_subscription_expires_after_the_event_and_its_timeout(string policy)
    {
        await using var broker = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(broker);
        await peer.BeginAsync(1);
        var answer = await SubscribeAsync(peer, policy, channel: 1);
        (answer.ExpiryPolicy.ToString(), answer.Timeout).ShouldBe((policy, Timeout));

        await peer.SendAsync(1, new Detach { Handle = 1, Closed = false });
        await peer.NextAsync<Detach>();
        if (policy != "link-detach")
        {
            ExpireAndCount(broker).ShouldBe(1);
            await peer.SendAsync(1, new End());
            await peer.NextAsync<End>();
        }

        if (policy == "connection-close")
        {
            ExpireAndCount(broker).ShouldBe(1);
            await peer.SendAsync(0, new Close());
            await peer.NextAsync<Close>();
        }

        Time.Advance(TimeSpan.FromSeconds(Timeout - 1));
        Count(broker).ShouldBe(1);
        Time.Advance(TimeSpan.FromSeconds(2));
        Count(broker).ShouldBe(0);
    }

    [Theory]
    [InlineData("link-detach")]
    [InlineData("session-end")]
    [InlineData("connection-close")]
    public async Task A_lost_connection_is_the_end_of_link_session_and_connection(string policy)
    {
        await using var broker = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(broker);
        await SubscribeAsync(peer, policy);
        await peer.SendAsync(0, new Close());
        await peer.NextAsync<Close>();
        Count(broker).ShouldBe(1);
        ExpireAndCount(broker).ShouldBe(0);
    }

    [Theory]
    [InlineData("link-detach")]
    [InlineData("session-end")]
    public async Task A_subscription_without_a_timeout_ends_with_the_event(string policy)
    {
        await using var broker = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(broker);
        await peer.BeginAsync(1);
        await SubscribeAsync(peer, policy, channel: 1, timeout: 0);
        await peer.SendAsync(1, new Detach { Handle = 1, Closed = false });
        await peer.NextAsync<Detach>();
        Count(broker).ShouldBe(policy == "link-detach" ? 0 : 1);
        await peer.SendAsync(1, new End());
        await peer.NextAsync<End>();
        Count(broker).ShouldBe(0);
    }

    [Theory]
    [InlineData("link-detach")]
    [InlineData("session-end")]
    public async Task Attaching_again_stops_the_timeout_and_may_change_the_policy(string policy)
    {
        await using var broker = await StartAsync();
        await using var sender = await RawPeer.OpenAsync(broker);
        await using var peer = await RawPeer.OpenAsync(broker, containerId: "audit");
        await SubscribeAsync(peer, policy);
        await peer.SendAsync(0, new Detach { Handle = 1, Closed = false });
        await peer.NextAsync<Detach>();
        await SendAsync(sender, "topic", "a");

        await SubscribeAsync(peer, "never", credit: 1);
        await ReceiveAsync(peer, 1, "a");
        await peer.SendAsync(0, new Close());
        await peer.NextAsync<Close>();
        ExpireAndCount(broker).ShouldBe(1);
    }

    [Fact]
    public async Task A_policy_without_durability_and_timeout_gives_a_subscription_that_ends_with_its_link()
    {
        await using var broker = await StartAsync();
        await using var peer = await RawPeer.OpenAsync(broker);
        var answer = await SubscribeAsync(peer, "session-end", timeout: 0, durable: 0);
        (answer.ExpiryPolicy.ToString(), answer.Durable).ShouldBe(("link-detach", 0u));
        await peer.SendAsync(0, new Detach { Handle = 1, Closed = false });
        await peer.NextAsync<Detach>();
        Count(broker).ShouldBe(0);
    }

    [Fact]
    public async Task Subscriptions_count_as_queues_and_an_existing_one_can_be_attached_at_the_limit()
    {
        await using var broker = await StartAsync(options => options.MaxQueues = 1);
        await using var peer = await RawPeer.OpenAsync(broker);
        await SubscribeAsync(peer, "never");
        await peer.SendAsync(0, new Detach { Handle = 1, Closed = false });
        await peer.NextAsync<Detach>();
        await SubscribeAsync(peer, "never");

        await peer.AttachReceiverAsync(2, "topic", 0, change: attach => ((Source)attach.Source).ExpiryPolicy = new Symbol("never"));
        (await peer.NextAsync<Detach>()).Error.Description.ShouldContain("MaxQueues");
    }

    private static int Count(EmbeddedRouter broker)
    {
        using (broker.Engine.Context.Turns.Enter())
        {
            return broker.Engine.Queues.Registry.Count;
        }
    }

    private static async Task<Source> SubscribeAsync(
        RawPeer peer, string policy, ushort channel = 0, uint timeout = Timeout, uint durable = 2, uint credit = 0)
    {
        var answer = await peer.AttachReceiverAsync(1, "topic", credit, channel, attach => attach.Source = new Source
        {
            Address = "topic", Durable = durable, ExpiryPolicy = new Symbol(policy), Timeout = timeout,
        });
        return (Source)answer.Source;
    }

    private int ExpireAndCount(EmbeddedRouter broker)
    {
        Time.Advance(TimeSpan.FromSeconds(Timeout + 1));
        return Count(broker);
    }
}
