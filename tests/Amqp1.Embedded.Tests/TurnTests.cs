using Amqp.Framing;
using Amqp1.Broker.Context;
using Amqp1.Broker.Turns;

namespace Amqp1.Embedded.Tests;

/// <summary>
/// Tests that no turn under the router's lock does more than its share of work, whatever the sizes. The tests count steps, not time.
/// </summary>
public sealed class TurnTests
{
    // The number of steps that a turn may exceed its share, for steps that cannot be postponed, such as those of the current frame.
    private const int Slack = 100;
    private const int Many = 6000;

    [Theory]
    [InlineData("end")]
    [InlineData("detach")]
    [InlineData("close")]
    [InlineData("cut")]
    public async Task Very_many_consumers_of_a_multicast_address_leave_in_many_turns(string how)
    {
        await using var router = await TestRouter.StartAsync();
        await using var sender = await RawPeer.OpenAsync(router);
        await using var peer = await RawPeer.OpenAsync(router);
        await AttachAsync(peer, "broadcast/a", credit: 0);
        await sender.AttachSenderAsync(0, "broadcast/a");
        await sender.TransferAsync(0, 0, [1]);
        await sender.SyncAsync();

        switch (how)
        {
            case "end":
                await peer.SendAsync(0, new End());
                await peer.SkipAsync<End>(1);
                break;
            case "detach":
                await peer.SendAsync([.. Enumerable.Range(0, Many).SelectMany(handle => RawPeer.Frame(0, new Detach { Handle = (uint)handle, Closed = true }))]);
                await peer.SkipAsync<Detach>(Many);
                break;
            case "close":
                await peer.SendAsync(0, new Close());
                await peer.SkipAsync<Close>(1);
                break;
            default:
                await peer.DisposeAsync();
                break;
        }

        // The message is released when the last copy is dropped.
        (await sender.NextAsync<Dispose>()).State.ShouldBeOfType<Released>();
        Check(router);
        (await sender.CreditAsync(0)).ShouldBe(250u);
        (await sender.CreditAsync(0)).ShouldBe(0u);
    }

    [Fact]
    public async Task A_message_goes_to_very_many_consumers_in_many_turns_and_to_each_once()
    {
        await using var router = await TestRouter.StartAsync();
        await using var sender = await RawPeer.OpenAsync(router);
        await using var peer = await RawPeer.OpenAsync(router);
        await AttachAsync(peer, "broadcast/a", credit: 10);
        await sender.AttachSenderAsync(0, "broadcast/a");

        for (uint id = 0; id < 3; id++)
        {
            await sender.TransferAsync(0, id, [(byte)id]);
        }

        var seen = new HashSet<(uint Handle, byte Message)>();
        var last = new byte[Many];
        while (seen.Count < 3 * Many)
        {
            var frame = (await peer.ReadFrameAsync()).ShouldNotBeNull();
            if (frame.Performative is Transfer transfer)
            {
                seen.Add((transfer.Handle, frame.Payload[0])).ShouldBeTrue();
                last[transfer.Handle].ShouldBeLessThanOrEqualTo(frame.Payload[0]);
                last[transfer.Handle] = frame.Payload[0];
            }
        }

        await peer.SettleAsync(0, new Accepted(), last: (3 * Many) - 1);
        var settled = 0u;
        while (settled < 3)
        {
            var told = await sender.NextAsync<Dispose>();
            told.State.ShouldBeOfType<Accepted>();
            settled += Math.Max(told.Last, told.First) - told.First + 1;
        }

        Check(router);
    }

    [Theory]
    [InlineData("end of the consumer")]
    [InlineData("detach of the consumer")]
    [InlineData("cut of the consumer")]
    [InlineData("one disposition")]
    [InlineData("one disposition of the sender")]
    [InlineData("end of the sender")]
    public async Task Very_many_unsettled_deliveries_end_in_many_turns(string how)
    {
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { LinkCapacity = 100_000 });
        await using var sender = await RawPeer.OpenAsync(router);
        await using var peer = await RawPeer.OpenAsync(router);
        await using var witness = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "a", 100_000);
        await sender.AttachSenderAsync(0, "a");
        (await sender.CreditAsync(0)).ShouldBe(100_000u);
        for (var begin = 0; begin < Many; begin += 1000)
        {
            await sender.SendAsync([.. Enumerable.Range(begin, 1000).SelectMany(id => RawPeer.Frame(0, RawPeer.Transfer(0, (uint)id), [1]))]);
        }

        await peer.SkipAsync<Transfer>(Many);
        var held = router.Engine.Context.Memory.Held;
        held.ShouldBeGreaterThan(Many * MemoryAccount.Delivery);
        switch (how)
        {
            case "end of the consumer":
                await peer.SendAsync(0, new End());
                break;
            case "detach of the consumer":
                await peer.SendAsync(0, new Detach { Handle = 1, Closed = true });
                break;
            case "cut of the consumer":
                await peer.DisposeAsync();
                break;
            case "one disposition":
                await peer.SettleAsync(0, new Accepted(), last: int.MaxValue);
                break;
            case "one disposition of the sender":
                await sender.SettleAsync(0, null, receiver: false, last: int.MaxValue);
                await peer.SkipAsync<Dispose>(Many);
                Check(router);
                return;
            default:
                await sender.SendAsync(0, new End());
                await sender.SkipAsync<End>(1);
                while (router.Engine.Context.Memory.Held > held - (Many * MemoryAccount.Delivery))
                {
                    await witness.SyncAsync();
                }

                Check(router);
                return;
        }

        var told = 0u;
        while (told < Many)
        {
            var frame = (await sender.ReadFrameAsync()).ShouldNotBeNull();
            if (frame.Performative is Dispose disposition)
            {
                disposition.State.ShouldBeOfType(how == "one disposition" ? typeof(Accepted) : typeof(Modified));
                told += Math.Max(disposition.Last, disposition.First) - disposition.First + 1;
            }
        }

        Check(router);
    }

    [Fact]
    public async Task Very_many_producers_hear_of_a_consumer_in_many_turns()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await using var consumer = await RawPeer.OpenAsync(router);
        await peer.SendAsync([.. Enumerable.Range(0, Many).SelectMany(handle => RawPeer.Frame(0, new Attach
        {
            LinkName = $"s{handle}", Handle = (uint)handle, Role = false, Source = new Source(), Target = new Amqp.Framing.Target { Address = "a" }, InitialDeliveryCount = 0,
        }))]);
        await peer.SkipAsync<Attach>(Many);
        await consumer.AttachReceiverAsync(1, "a", 1);
        await peer.SkipAsync<Flow>(Many);
        await consumer.SendAsync(0, new Detach { Handle = 1, Closed = true });
        await peer.SkipAsync<Flow>(Many);
        Check(router);
    }

    [Fact]
    public async Task A_consumer_with_credit_is_found_among_very_many_without()
    {
        await using var router = await TestRouter.StartAsync();
        await using var sender = await RawPeer.OpenAsync(router);
        await using var peer = await RawPeer.OpenAsync(router);
        foreach (var address in new[] { "unicast/a", "balanced/a" })
        {
            await AttachAsync(peer, address, credit: 0);
            await using var last = await RawPeer.OpenAsync(router);
            await last.AttachReceiverAsync(1, address, 1);
            await sender.AttachSenderAsync(0, address);
            await sender.TransferAsync(0, 0, [1], settled: true);
            await last.NextAsync<Transfer>();
            await sender.SendAsync(0, new Detach { Handle = 0, Closed = true });
            await sender.NextAsync<Detach>();
            await peer.SendAsync(0, new End());
            await peer.SkipAsync<End>(1);
            await peer.SendAsync(0, new Begin { NextOutgoingId = 0, IncomingWindow = 100_000, OutgoingWindow = 100_000 });
            await peer.SkipAsync<Begin>(1);
        }

        Check(router);
    }

    private static void Check(EmbeddedRouter router) => router.Engine.Context.Turns.Chores.MostInTurn.ShouldBeLessThanOrEqualTo(Chores.PerTurn + Slack);

    /// <summary>Attaches very many consumers to the address, on the links 0 and up.</summary>
    private static async Task AttachAsync(RawPeer peer, string address, uint credit)
    {
        await peer.SendAsync([.. Enumerable.Range(0, Many).SelectMany(handle => RawPeer.Frame(0, new Attach
        {
            LinkName = $"r{handle}", Handle = (uint)handle, Role = true, Source = new Source { Address = address }, Target = new Amqp.Framing.Target(),
        }))]);
        await peer.SkipAsync<Attach>(Many);
        if (credit > 0)
        {
            await peer.SendAsync([.. Enumerable.Range(0, Many).SelectMany(handle => RawPeer.Frame(0, new Flow
            {
                NextIncomingId = 0, IncomingWindow = 1_000_000, NextOutgoingId = 0, OutgoingWindow = 100_000, Handle = (uint)handle,
                DeliveryCount = 0, LinkCredit = credit, Echo = handle == Many - 1,
            }))]);
            await peer.SkipAsync<Flow>(1);
        }
    }
}
