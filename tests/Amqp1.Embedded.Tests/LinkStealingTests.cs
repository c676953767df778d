using Amqp;
using Amqp.Framing;

namespace Amqp1.Embedded.Tests;

public sealed class LinkStealingTests
{
    private const string Stolen = "amqp:link:stolen";

    [Fact]
    public async Task A_consumer_that_attaches_again_on_another_connection_takes_its_link_with_it()
    {
        await using var router = await TestRouter.StartAsync();
        await using var sender = await RawPeer.OpenAsync(router);
        await using var old = await RawPeer.OpenAsync(router, containerId: "same");
        await using var young = await RawPeer.OpenAsync(router, containerId: "same");
        await sender.AttachSenderAsync(0, "a");
        await old.AttachReceiverAsync(1, "a", 1);
        await sender.TransferAsync(0, 0, [1]);
        await sender.TransferAsync(0, 1, [2]);
        await old.NextAsync<Transfer>();
        await sender.SyncAsync();

        await young.AttachReceiverAsync(1, "a", 10);
        var detach = await old.NextAsync<Detach>();
        detach.Handle.ShouldBe(1u);
        detach.Closed.ShouldBeTrue();
        detach.Error.Condition.ToString().ShouldBe(Stolen);

        // The message at the former end is in doubt. The other message does not wait, because the address had no consumer for a moment.
        (await sender.NextAsync<Dispose>()).State.ShouldBeOfType<Modified>();
        (await sender.NextAsync<Dispose>()).State.ShouldBeOfType<Released>();
        await sender.TransferAsync(0, 2, [3]);
        (await young.NextFrameAsync<Transfer>()).Payload.ShouldBe([3]);

        // When the former end answers, it does not affect the new one.
        await old.SendAsync(0, new Detach { Handle = 1, Closed = true });
        await old.SyncAsync();
        await sender.TransferAsync(0, 3, [4]);
        (await young.NextFrameAsync<Transfer>()).Payload.ShouldBe([4]);
    }

    [Fact]
    public async Task A_sender_that_attaches_again_in_another_session_takes_its_link_with_it()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.BeginAsync(1);
        await peer.AttachReceiverAsync(5, "a", 10);
        await peer.AttachSenderAsync(0, "a");
        await peer.AttachSenderAsync(0, "a", channel: 1);
        (await peer.NextFrameAsync<Detach>()).Channel.ShouldBe((ushort)0);

        // Frames on the former end are ignored.
        await peer.TransferAsync(0, 0, [1]);
        await peer.TransferAsync(0, 0, [2], channel: 1);
        (await peer.NextFrameAsync<Transfer>()).Payload.ShouldBe([2]);
    }

    [Theory]
    [InlineData("one", "two")]
    [InlineData("", "")]
    public async Task Links_of_different_containers_have_nothing_to_do_with_each_other(string first, string second)
    {
        await using var router = await TestRouter.StartAsync();
        await using var one = await RawPeer.OpenAsync(router, containerId: first);
        await using var two = await RawPeer.OpenAsync(router, containerId: second);
        await one.AttachReceiverAsync(0, "a", 10);
        await two.AttachReceiverAsync(0, "a", 10);
        await one.SyncAsync();
        one.Has<Detach>().ShouldBeFalse();
    }

    [Fact]
    public async Task A_container_may_connect_twice_and_use_a_name_for_both_directions()
    {
        await using var router = await TestRouter.StartAsync();
        await using var one = await RawPeer.OpenAsync(router, containerId: "same");
        await using var two = await RawPeer.OpenAsync(router, containerId: "same");
        await one.AttachReceiverAsync(0, "a", 10, change: attach => attach.LinkName = "s0");
        await two.AttachSenderAsync(0, "a");
        await two.TransferAsync(0, 0, [1]);
        (await one.NextFrameAsync<Transfer>()).Payload.ShouldBe([1]);
    }

    [Fact]
    public async Task Nothing_is_left_of_names_whose_links_are_gone()
    {
        await using var router = await TestRouter.StartAsync();
        var peer = await RawPeer.OpenAsync(router);
        await peer.BeginAsync(1);
        await peer.AttachReceiverAsync(0, "a", 10);
        await peer.AttachSenderAsync(1, "a");
        await peer.AttachSenderAsync(2, "a", channel: 1);
        router.Engine.Protocol.LinkNames.Count.ShouldBe(3);
        await peer.SendAsync(0, new Detach { Handle = 0, Closed = true });
        await peer.NextAsync<Detach>();
        await peer.SendAsync(1, new End());
        await peer.NextAsync<End>();
        router.Engine.Protocol.LinkNames.Count.ShouldBe(1);
        await peer.SendAsync(0, new Close());
        await peer.NextAsync<Close>();
        router.Engine.Protocol.LinkNames.Count.ShouldBe(0);
        await peer.DisposeAsync();
    }
}
