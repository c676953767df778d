using Amqp;
using Amqp.Framing;
using Amqp.Transactions;
using Amqp.Types;

namespace Amqp1.Embedded.Tests;

public sealed class NodeTests
{
    [Fact]
    public async Task A_dynamic_source_gets_an_address_of_its_own_that_can_be_sent_to()
    {
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { ContainerId = "me" });
        await using var peer = await RawPeer.OpenAsync(router);
        var first = (Source)(await peer.AttachReceiverAsync(1, null, 5, change: attach => attach.Source = new Source { Dynamic = true })).Source;
        var second = (Source)(await peer.AttachReceiverAsync(2, null, 5, change: attach => attach.Source = new Source { Dynamic = true })).Source;
        first.Dynamic.ShouldBeTrue();
        first.Address.ShouldStartWith("amqp:/_topo/0/me/temp.");
        first.Address.ShouldNotBe(second.Address);
        await peer.AttachSenderAsync(0, second.Address);
        await peer.TransferAsync(0, 0, [1]);
        (await peer.NextAsync<Transfer>()).Handle.ShouldBe(2u);
    }

    [Fact]
    public async Task Filters_and_durability_are_not_granted_and_the_rest_is_echoed()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        var answer = await peer.AttachReceiverAsync(1, "a", 0, change: attach => attach.Source = new Source
        {
            Address = "a", Durable = 2, FilterSet = new Map { [(Symbol)"f"] = "x" }, Capabilities = [(Symbol)"queue"],
        });
        var source = (Source)answer.Source;
        source.Address.ShouldBe("a");
        source.Durable.ShouldBe(0u);
        source.FilterSet.ShouldBeNull();
        source.Capabilities.Select(symbol => symbol.ToString()).ShouldBe(["queue"]);
    }

    [Fact]
    public async Task An_anonymous_relay_routes_each_message_by_its_recipient()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "a", 10);
        await peer.AttachReceiverAsync(2, "b/ä", 10);
        await peer.AttachSenderAsync(0, null);
        (await peer.CreditAsync(0)).ShouldBe(250u);
        await peer.TransferAsync(0, 0, TestMessages.Encode("x", to: "b/ä"));
        await peer.TransferAsync(0, 1, TestMessages.Encode("x", to: "a"));
        (await peer.NextAsync<Transfer>()).Handle.ShouldBe(2u);
        (await peer.NextAsync<Transfer>()).Handle.ShouldBe(1u);
    }

    [Fact]
    public async Task An_anonymous_relay_releases_what_nobody_consumes_and_rejects_what_names_nobody()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachSenderAsync(0, null);
        await peer.TransferAsync(0, 0, TestMessages.Encode("x", to: "nowhere"));
        (await peer.NextAsync<Dispose>()).State.ShouldBeOfType<Released>();
        await peer.TransferAsync(0, 1, TestMessages.Encode("x"));
        (await peer.NextAsync<Dispose>()).State.ShouldBeOfType<Rejected>().Error.Condition.ToString().ShouldBe(ErrorCode.NotFound);
        await peer.TransferAsync(0, 2, [0, 0x53, 0x73, 0xc0, 200]);
        (await peer.NextAsync<Dispose>()).State.ShouldBeOfType<Rejected>().Error.Condition.ToString().ShouldBe(ErrorCode.DecodeError);
        await peer.TransferAsync(0, 3, [0, 0x53, 0x73]);
        (await peer.NextAsync<Dispose>()).State.ShouldBeOfType<Rejected>();
    }

    [Fact]
    public async Task A_transaction_coordinator_is_refused()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.SendAsync(0, new Attach { LinkName = "t", Handle = 0, Role = false, Source = new Source(), Target = new Coordinator(), InitialDeliveryCount = 0 });
        (await peer.NextAsync<Attach>()).Target.ShouldBeNull();
        var detach = await peer.NextAsync<Detach>();
        detach.Closed.ShouldBeTrue();
        detach.Error.Condition.ToString().ShouldBe(ErrorCode.NotImplemented);

        // The handle is free again after the peer's own detach.
        await peer.SendAsync(0, new Detach { Handle = 0, Closed = true });
        (await peer.AttachSenderAsync(0, "a")).Target.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_missing_terminus_is_refused(bool receiver)
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.SendAsync(0, new Attach { LinkName = "t", Handle = 0, Role = receiver, InitialDeliveryCount = 0 });
        var attach = await peer.NextAsync<Attach>();
        attach.Role.ShouldBe(!receiver);
        attach.Source.ShouldBeNull();
        attach.Target.ShouldBeNull();
        (await peer.NextAsync<Detach>()).Error.Condition.ToString().ShouldBe(ErrorCode.InvalidField);
    }

    [Fact]
    public async Task A_link_name_can_be_used_again_after_detach()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        for (var i = 0; i < 3; i++)
        {
            (await peer.AttachSenderAsync(4, "a")).LinkName.ShouldBe("s4");
            await peer.SendAsync(0, new Detach { Handle = 4, Closed = true });
            (await peer.NextAsync<Detach>()).Handle.ShouldBe(4u);
        }
    }

    [Fact]
    public async Task Many_sessions_with_the_same_handle_are_kept_apart()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        for (ushort channel = 1; channel <= 100; channel++)
        {
            await peer.BeginAsync(channel);
            var name = $"r{channel}";
            await peer.AttachReceiverAsync(0, $"a{channel}", 1, channel, attach => attach.LinkName = name);
        }

        await peer.AttachSenderAsync(0, null);
        await peer.TransferAsync(0, 0, TestMessages.Encode("x", to: "a77"));
        (await peer.NextFrameAsync<Transfer>()).Channel.ShouldBe((ushort)77);
    }
}
