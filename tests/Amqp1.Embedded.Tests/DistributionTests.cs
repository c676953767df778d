using Amqp.Framing;
using Amqp1.Broker.Nodes;

namespace Amqp1.Embedded.Tests;

public sealed class DistributionTests
{
    private const string Multicast = "openstack.org/om/rpc/multicast/x";

    [Fact]
    public async Task Closest_lets_consumers_take_turns()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "unicast.a", 10);
        await peer.AttachReceiverAsync(2, "unicast.a", 10);
        await peer.AttachSenderAsync(0, "unicast.a");
        for (uint id = 0; id < 4; id++)
        {
            await peer.TransferAsync(0, id, [1]);
        }

        var handles = await HandlesAsync(peer, 4);
        handles.Order().ShouldBe([1u, 1u, 2u, 2u]);
    }

    [Fact]
    public async Task Closest_passes_over_a_consumer_without_credit()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "unicast.a", 0);
        await peer.AttachReceiverAsync(2, "unicast.a", 10);
        await peer.AttachSenderAsync(0, "unicast.a");
        await peer.TransferAsync(0, 0, [1]);
        await peer.TransferAsync(0, 1, [1]);
        (await HandlesAsync(peer, 2)).ShouldBe([2u, 2u]);
    }

    [Fact]
    public async Task Balanced_prefers_the_consumer_with_the_fewest_unsettled_deliveries()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "balanced", 10);
        await peer.AttachReceiverAsync(2, "balanced", 10);
        await peer.AttachSenderAsync(0, "balanced");
        await peer.TransferAsync(0, 0, [1]);
        var slow = await peer.NextAsync<Transfer>();
        for (uint id = 1; id < 4; id++)
        {
            await peer.TransferAsync(0, id, [1]);
            var quick = await peer.NextAsync<Transfer>();
            quick.Handle.ShouldNotBe(slow.Handle);
            await peer.SettleAsync(quick.DeliveryId, new Accepted());
            await peer.NextAsync<Dispose>();
        }
    }

    [Fact]
    public async Task Multicast_gives_every_consumer_a_copy_and_accepts_when_all_have_settled()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        for (uint handle = 1; handle <= 3; handle++)
        {
            await peer.AttachReceiverAsync(handle, Multicast, 10);
        }

        await peer.AttachSenderAsync(0, Multicast);
        await peer.TransferAsync(0, 7, [1, 2, 3]);
        var copies = new List<Transfer>();
        for (var i = 0; i < 3; i++)
        {
            var frame = await peer.NextFrameAsync<Transfer>();
            frame.Payload.ShouldBe([1, 2, 3]);
            copies.Add((Transfer)frame.Performative!);
        }

        copies.Select(copy => copy.Handle).Order().ShouldBe([1u, 2u, 3u]);
        await peer.SettleAsync(copies[0].DeliveryId, new Released());
        await peer.SettleAsync(copies[1].DeliveryId, new Accepted());
        await peer.SyncAsync();
        peer.Has<Dispose>().ShouldBeFalse();
        await peer.SettleAsync(copies[2].DeliveryId, new Rejected());
        var outcome = await peer.NextAsync<Dispose>();
        outcome.First.ShouldBe(7u);
        outcome.State.ShouldBeOfType<Accepted>();
    }

    [Fact]
    public async Task Multicast_without_an_acceptance_tells_the_most_relevant_outcome()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, Multicast, 10);
        await peer.AttachReceiverAsync(2, Multicast, 10);
        await peer.AttachSenderAsync(0, Multicast);
        await peer.TransferAsync(0, 0, [1]);
        var first = await peer.NextAsync<Transfer>();
        var second = await peer.NextAsync<Transfer>();
        await peer.SettleAsync(first.DeliveryId, new Rejected { Error = new Error("x:why") });
        await peer.SettleAsync(second.DeliveryId, new Released());
        (await peer.NextAsync<Dispose>()).State.ShouldBeOfType<Rejected>().Error.Condition.ToString().ShouldBe("x:why");
    }

    [Fact]
    public async Task Multicast_holds_copies_for_a_slow_consumer_and_slows_the_sender_down()
    {
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { LinkCapacity = 4 });
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, Multicast, 100);
        await peer.AttachReceiverAsync(2, Multicast, 0);
        await peer.AttachSenderAsync(0, Multicast);
        (await peer.CreditAsync(0)).ShouldBe(4u);
        for (uint id = 0; id < 4; id++)
        {
            await peer.TransferAsync(0, id, [(byte)id], settled: true);
        }

        (await HandlesAsync(peer, 4)).ShouldBe([1u, 1u, 1u, 1u]);
        await peer.SyncAsync();
        peer.Has<Flow>().ShouldBeFalse();
        await peer.FlowAsync(2, 0, 100);
        (await HandlesAsync(peer, 4)).ShouldBe([2u, 2u, 2u, 2u]);
        (await peer.CreditAsync(0)).ShouldBe(4u);
        router.Engine.Undelivered.Lost.ShouldBe(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_sender_gets_its_credit_back_when_the_slow_consumer_of_a_multicast_leaves(bool settled)
    {
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { LinkCapacity = 4 });
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, Multicast, 1000);
        await peer.AttachSenderAsync(0, Multicast);
        (await peer.CreditAsync(0)).ShouldBe(4u);
        uint id = 0;
        for (var round = 0; round < 5; round++)
        {
            await peer.AttachReceiverAsync(2, Multicast, 0);
            for (var i = 0; i < 4; i++)
            {
                await peer.TransferAsync(0, id, [1], settled);
                var copy = await peer.NextAsync<Transfer>();
                if (!settled)
                {
                    await peer.SettleAsync(copy.DeliveryId, new Accepted());
                }

                id++;
            }

            await peer.SyncAsync();
            peer.Has<Flow>().ShouldBeFalse();
            peer.Has<Dispose>().ShouldBeFalse();
            await peer.SendAsync(0, new Detach { Handle = 2, Closed = true });
            await peer.NextAsync<Detach>();
            (await peer.CreditAsync(0)).ShouldBe(4u);
            for (var told = settled ? 4u : 0; told < 4;)
            {
                var outcome = await peer.NextAsync<Dispose>();
                outcome.State.ShouldBeOfType<Accepted>();
                told += outcome.Last - outcome.First + 1;
            }
        }
    }

    [Theory]
    [InlineData("openstack.org/om/rpc/multicast/t", Distribution.Multicast)]
    [InlineData("openstack.org/om/rpc/multicast", Distribution.Multicast)]
    [InlineData("openstack.org/om/rpc/multicaster", Distribution.Balanced)]
    [InlineData("/openstack.org/om/rpc/multicast/t", Distribution.Balanced)]
    [InlineData("broadcast.openstack.t.all", Distribution.Multicast)]
    [InlineData("exclusive.openstack.t.s", Distribution.Closest)]
    [InlineData("unicast/t", Distribution.Closest)]
    [InlineData("anything", Distribution.Balanced)]
    public void A_prefix_matches_whole_parts_of_an_address(string address, Distribution expected)
    {
        var options = new EmbeddedRouterOptions();
        new AddressTable<Distribution>(options.Addresses, options.DefaultDistribution).For(address).ShouldBe(expected);
    }

    [Fact]
    public void The_longest_prefix_wins() =>
        new AddressTable<Distribution>(
            [new("a", Distribution.Closest), new("a/b", Distribution.Multicast)], Distribution.Balanced).For("a/b/c").ShouldBe(Distribution.Multicast);

    [Theory]
    [InlineData("a/*/c", "a/b/c", true)]
    [InlineData("a/*/c", "a.b.c", true)]
    [InlineData("a/*/c", "a/c", false)]
    [InlineData("a/*", "a/b/c", false)]
    [InlineData("a/#", "a", true)]
    [InlineData("a/#", "a/b/c", true)]
    [InlineData("a/#/d", "a/b/c/d", true)]
    [InlineData("a/#/d", "a/d", true)]
    [InlineData("a/#/d", "a/d/e", false)]
    [InlineData("#.error", "nova.compute.error", true)]
    [InlineData("#.error", "nova.compute.info", false)]
    [InlineData("#/b/#/b", "b/b", true)]
    [InlineData("a*", "ab", false)]
    public void A_pattern_matches_by_tokens(string pattern, string address, bool matches) =>
        new AddressMatcher(pattern).Matches(address).ShouldBe(matches);

    [Fact]
    public void The_rule_with_the_longest_text_before_its_first_wildcard_applies()
    {
        var table = new AddressTable<int>([new("#", 1), new("a/#", 2), new("a/b", 3), new("a/*/c", 4)], 0);
        table.For("a/b/c").ShouldBe(3);
        table.For("a/x/c").ShouldBe(4);
        table.For("a/x").ShouldBe(2);
        table.For("x").ShouldBe(1);
    }

    private static async Task<List<uint>> HandlesAsync(RawPeer peer, int count)
    {
        var handles = new List<uint>();
        while (handles.Count < count)
        {
            handles.Add((await peer.NextAsync<Transfer>()).Handle);
        }

        return handles;
    }
}
