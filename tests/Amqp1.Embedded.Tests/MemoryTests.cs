using System.Diagnostics.Metrics;
using Amqp;
using Amqp.Framing;
using Amqp1.Broker.Context;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Embedded.Tests;

/// <summary>Tests that the memory that the router keeps for its peers is counted and limited.</summary>
public sealed class MemoryTests
{
    [Fact]
    public async Task Copies_of_a_multicast_message_count_each()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await using var sender = await RawPeer.OpenAsync(router);
        for (uint handle = 0; handle < 50; handle++)
        {
            await peer.AttachReceiverAsync(handle, "broadcast/a", 0);
        }

        await sender.AttachSenderAsync(0, "broadcast/a");
        var before = router.Engine.Context.Memory.Held;
        for (uint id = 0; id < 10; id++)
        {
            await sender.TransferAsync(0, id, new byte[49], settled: true);
        }

        await sender.SyncAsync();
        (router.Engine.Context.Memory.Held - before).ShouldBeGreaterThanOrEqualTo((50 * 10 * MemoryAccount.Delivery) + (10 * 49));
        await peer.SendAsync(0, new Close());
        await peer.EndOfStreamAsync();
        await sender.SyncAsync();
        router.Engine.Context.Memory.Held.ShouldBeLessThan(before);
    }

    [Fact]
    public async Task Links_sessions_and_their_names_count_and_are_given_back()
    {
        await using var router = await TestRouter.StartAsync();
        var before = router.Engine.Context.Memory.Held;
        await using var peer = await RawPeer.OpenAsync(router);
        for (uint handle = 0; handle < 20; handle++)
        {
            await peer.AttachReceiverAsync(handle, new string('a', 1000) + handle, 0, change: attach => attach.LinkName = new string('n', 1000) + attach.Handle);
        }

        (router.Engine.Context.Memory.Held - before).ShouldBeGreaterThan(20 * 2 * 2 * 1000);
        await peer.SendAsync(0, new Close());
        await peer.EndOfStreamAsync();
        router.Engine.Context.Memory.Held.ShouldBe(before);
    }

    [Theory]
    [InlineData("link")]
    [InlineData("source")]
    [InlineData("target")]
    [InlineData("container")]
    public async Task A_name_that_is_too_long_is_refused(string which)
    {
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { MaxNameLength = 100 });
        await using var peer = await RawPeer.OpenAsync(router);
        var name = new string('ä', 51);
        switch (which)
        {
            case "link":
                await peer.SendAsync(0, new Attach { LinkName = name, Handle = 0, Role = true, Source = new Source { Address = "a" } });
                (await peer.NextAsync<End>()).Error.Condition.ToString().ShouldBe(ErrorCode.ResourceLimitExceeded);
                break;
            case "source":
                (await peer.AttachReceiverAsync(0, name, 0)).Source.ShouldBeNull();
                (await peer.NextAsync<Detach>()).Error.Condition.ToString().ShouldBe(ErrorCode.ResourceLimitExceeded);
                break;
            case "target":
                (await peer.AttachSenderAsync(0, name)).Target.ShouldBeNull();
                (await peer.NextAsync<Detach>()).Error.Condition.ToString().ShouldBe(ErrorCode.ResourceLimitExceeded);
                break;
            default:
                await using (var other = await RawPeer.ConnectAsync(router))
                {
                    await other.SendAsync([.. RawPeer.AmqpHeader, .. RawPeer.Frame(0, new Open { ContainerId = name })]);
                    await other.ReadBytesAsync(8);
                    (await other.NextAsync<Close>()).Error.Condition.ToString().ShouldBe(ErrorCode.ResourceLimitExceeded);
                }

                break;
        }

        await peer.BeginAsync(1);
        (await peer.AttachReceiverAsync(1, new string('ä', 50), 0, channel: 1)).Source.ShouldNotBeNull();
    }

    [Fact]
    public async Task An_unfinished_message_counts_with_its_whole_buffer()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "a", 0);
        await peer.AttachSenderAsync(0, "a");
        var before = router.Engine.Context.Memory.Held;
        await peer.TransferAsync(0, 0, new byte[10_000], more: true);
        await peer.TransferAsync(0, 0, new byte[10_001], more: true);
        await peer.SyncAsync();
        var held = router.Engine.Context.Memory.Held - before;
        held.ShouldBeGreaterThanOrEqualTo(20_001);
        held.ShouldBeLessThan(45_000);
        await peer.TransferAsync(0, 0, [], aborted: true);
        await peer.SyncAsync();
        router.Engine.Context.Memory.Held.ShouldBe(before);
    }

    [Fact]
    public async Task A_message_that_its_consumer_takes_half_of_counts_until_it_has_the_rest()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router, maxFrameSize: 512);
        await using var sender = await RawPeer.OpenAsync(router);
        await peer.BeginAsync(1, incomingWindow: 1);
        await peer.AttachReceiverAsync(1, "a", 0, channel: 1);
        await peer.SendAsync(1, new Flow { NextIncomingId = 0, IncomingWindow = 1, NextOutgoingId = 0, OutgoingWindow = 1, Handle = 1, DeliveryCount = 0, LinkCredit = 5 });
        await sender.AttachSenderAsync(0, "a");
        var before = router.Engine.Context.Memory.Held;
        await sender.TransferAsync(0, 0, new byte[50_000], settled: true);
        await peer.NextAsync<Transfer>();
        router.Engine.Context.Memory.Held.ShouldBeGreaterThanOrEqualTo(before + 50_000);
        await peer.SendAsync(1, new Flow { NextIncomingId = 1, IncomingWindow = 1000, NextOutgoingId = 0, OutgoingWindow = 1 });
        await peer.NextAsync<Transfer>(frame => !((Transfer)frame.Performative!).More);
        await sender.SyncAsync();
        router.Engine.Context.Memory.Held.ShouldBe(before);
    }

    [Fact]
    public async Task A_router_that_fills_up_stops_credit_then_releases_and_goes_on_when_there_is_room()
    {
        using var log = new LogRecorder();
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { MaxMessageSize = 50_000, MaxHeldBytes = 200_000, LoggerFactory = log });
        await using var consumer = await RawPeer.OpenAsync(router);
        await using var sender = await RawPeer.OpenAsync(router);
        await consumer.AttachReceiverAsync(1, "a", 0);
        await sender.AttachSenderAsync(0, "a");
        await sender.AttachSenderAsync(1, "a");
        (await sender.CreditAsync(0)).ShouldBe(250u);
        (await sender.CreditAsync(1)).ShouldBe(250u);

        for (uint id = 0; id < 6; id++)
        {
            await sender.TransferAsync(0, id, new byte[40_000]);
        }

        // Five of the messages wait, so the router is full. The last one is released.
        var released = await sender.NextAsync<Dispose>();
        released.First.ShouldBe(5u);
        released.State.ShouldBeOfType<Released>();
        (await sender.CreditAsync(0)).ShouldBe(0u);
        log.Of(5027).ShouldHaveSingleItem().Text.ShouldContain("MaxHeldBytes");
        log.Of(5029).ShouldHaveSingleItem().Text.ShouldContain("MaxHeldBytes");

        // There is no room for links, multi-frame messages and copies, either.
        (await sender.AttachSenderAsync(7, "b")).Target.ShouldBeNull();
        (await sender.NextAsync<Detach>()).Error.Condition.ToString().ShouldBe(ErrorCode.ResourceLimitExceeded);
        await sender.TransferAsync(1, 6, new byte[100], more: true);
        await sender.TransferAsync(1, 6, new byte[100]);
        released = await sender.NextAsync<Dispose>();
        released.First.ShouldBe(6u);
        released.State.ShouldBeOfType<Released>();

        await consumer.FlowAsync(1, 0, 10);
        for (var i = 0; i < 5; i++)
        {
            (await consumer.NextFrameAsync<Transfer>()).Payload.Length.ShouldBe(40_000);
        }

        await consumer.SettleAsync(0, new Accepted(), last: 4);
        (await sender.NextAsync<Dispose>()).State.ShouldBeOfType<Accepted>();
        while (await sender.CreditAsync(0) < 250)
        {
            // The credit increases step by step.
        }

        log.Of(5028).ShouldHaveSingleItem();
        await sender.TransferAsync(0, 7, [1]);
        await consumer.NextAsync<Transfer>();
    }

    [Fact]
    public async Task A_router_that_is_full_takes_no_multicast_message()
    {
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { MaxMessageSize = 50_000, MaxHeldBytes = 60_000 });
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "broadcast/a", 0);
        await peer.AttachSenderAsync(0, "broadcast/a");
        await peer.TransferAsync(0, 0, new byte[30_000]);
        await peer.TransferAsync(0, 1, new byte[30_000]);
        await peer.TransferAsync(0, 2, new byte[30_000]);
        var released = await peer.NextAsync<Dispose>();
        released.First.ShouldBe(2u);
        released.State.ShouldBeOfType<Released>();
    }

    [Fact]
    public async Task A_subscriber_that_takes_nothing_is_detached_after_its_time_and_the_fanouts_go_on()
    {
        using var log = new LogRecorder();
        var time = new FakeTimeProvider();
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions
        {
            TimeProvider = time, IdleTimeout = TimeSpan.Zero, SlowSubscriberTimeout = TimeSpan.FromSeconds(10), LinkCapacity = 2, LoggerFactory = log,
        });
        await using var sender = await RawPeer.OpenAsync(router);
        await using var good = await RawPeer.OpenAsync(router);
        await using var slow = await RawPeer.OpenAsync(router);
        await using var moving = await RawPeer.OpenAsync(router);
        await good.AttachReceiverAsync(1, "broadcast/a", 100);
        await good.SyncAsync();
        await slow.AttachReceiverAsync(1, "broadcast/a", 0);
        await moving.AttachReceiverAsync(1, "broadcast/a", 0);
        await sender.AttachSenderAsync(0, "broadcast/a");
        (await sender.CreditAsync(0)).ShouldBe(2u);
        await sender.TransferAsync(0, 0, [0]);
        await sender.TransferAsync(0, 1, [1]);
        await sender.SyncAsync();
        sender.Has<Flow>(flow => flow.HasHandle && flow.LinkCredit > 0).ShouldBeFalse();

        time.Advance(TimeSpan.FromSeconds(6));
        await moving.FlowAsync(1, 0, 1);
        await moving.NextAsync<Transfer>();
        time.Advance(TimeSpan.FromSeconds(5));

        var detach = await slow.NextAsync<Detach>();
        detach.Error.Condition.ToString().ShouldBe(ErrorCode.ResourceLimitExceeded);
        detach.Error.Description.ShouldContain("SlowSubscriberTimeout");
        log.Of(5026).ShouldHaveSingleItem().Text.ShouldContain("broadcast/a");
        await moving.SyncAsync();
        moving.Has<Detach>().ShouldBeFalse();
        await moving.FlowAsync(1, 1, 10);
        await moving.NextAsync<Transfer>();
        while (await sender.CreditAsync(0) < 2)
        {
            // One of the two messages is settled before the other.
        }

        await sender.TransferAsync(0, 2, [2]);
        for (var i = 0; i < 3; i++)
        {
            (await good.NextFrameAsync<Transfer>()).Payload.ShouldBe([(byte)i]);
        }
    }

    [Fact]
    public async Task A_subscriber_for_which_too_much_waits_is_detached_at_once_and_counted()
    {
        var counted = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var meter = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Name == "amqp1.router.subscribers.detached")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        meter.SetMeasurementEventCallback<long>((_, count, _, _) => counted.TrySetResult(count));
        meter.Start();
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions { SlowSubscriberBytes = 10_000 });
        await using var sender = await RawPeer.OpenAsync(router);
        await using var good = await RawPeer.OpenAsync(router);
        await using var slow = await RawPeer.OpenAsync(router);
        await slow.AttachReceiverAsync(1, "broadcast/a", 0);
        await good.AttachReceiverAsync(1, "broadcast/a", 100);
        await sender.AttachSenderAsync(0, "broadcast/a");

        // A single message may have any size.
        await sender.TransferAsync(0, 0, new byte[20_000]);
        await sender.SyncAsync();
        await slow.SyncAsync();
        slow.Has<Detach>().ShouldBeFalse();
        await sender.TransferAsync(0, 1, [1]);
        (await slow.NextAsync<Detach>()).Error.Description.ShouldContain("SlowSubscriberBytes");
        (await counted.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).ShouldBe(1);
        await good.NextAsync<Transfer>();
        await good.NextAsync<Transfer>();
        await good.SettleAsync(0, new Accepted(), last: 1);
        (await sender.NextAsync<Dispose>()).State.ShouldBeOfType<Accepted>();
    }
}
