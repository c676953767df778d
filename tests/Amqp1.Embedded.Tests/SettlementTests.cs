using Amqp.Framing;
using Amqp.Types;

namespace Amqp1.Embedded.Tests;

public sealed class SettlementTests
{
    public static TheoryData<string> Outcomes => ["accepted", "released", "rejected", "modified", "nothing"];

    [Theory]
    [MemberData(nameof(Outcomes))]
    public async Task The_outcome_of_the_consumer_reaches_the_sender_as_it_is(string kind)
    {
        DeliveryState? outcome = kind switch
        {
            "accepted" => new Accepted(),
            "released" => new Released(),
            "rejected" => new Rejected { Error = new Error("app:broken") { Description = "why", Info = new Fields { [(Symbol)"k"] = 7 } } },
            "modified" => new Modified { DeliveryFailed = true, UndeliverableHere = true, MessageAnnotations = new Fields { [(Symbol)"x-note"] = "v" } },
            _ => null,
        };
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "a", 10);
        await peer.AttachSenderAsync(0, "a");
        await peer.TransferAsync(0, 42, TestMessages.Encode("hi"));
        var received = await peer.NextFrameAsync<Transfer>();
        received.Payload.ShouldBe(TestMessages.Encode("hi"));
        var transfer = (Transfer)received.Performative!;
        transfer.Settled.ShouldBeFalse();
        await peer.SettleAsync(transfer.DeliveryId, outcome);

        var told = await peer.NextAsync<Dispose>();
        told.Role.ShouldBeTrue();
        told.First.ShouldBe(42u);
        told.Settled.ShouldBeTrue();
        if (outcome is null)
        {
            told.State.ShouldBeNull();
        }
        else
        {
            Bytes(told.State).ShouldBe(Bytes(outcome));
        }
    }

    [Fact]
    public async Task Settlements_of_consecutive_deliveries_may_come_as_one_range_and_cover_each_once()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "a", 100);
        await peer.AttachSenderAsync(0, "a");
        for (uint id = 0; id < 20; id++)
        {
            await peer.TransferAsync(0, id, [1]);
            await peer.NextAsync<Transfer>();
        }

        await peer.SettleAsync(0, new Accepted(), last: 9);
        await peer.SettleAsync(10, new Released(), last: 12);
        await peer.SettleAsync(13, new Accepted(), last: uint.MaxValue >> 2);
        var settled = new List<uint>();
        while (settled.Count < 20)
        {
            var frame = await peer.NextAsync<Dispose>();
            for (var id = frame.First; id <= Math.Max(frame.First, frame.Last); id++)
            {
                settled.Add(id);
                (frame.State is Released).ShouldBe(id is >= 10 and <= 12);
            }
        }

        settled.ShouldBe(Enumerable.Range(0, 20).Select(id => (uint)id));
    }

    [Fact]
    public async Task A_consumer_that_settles_second_is_answered_and_its_outcome_is_final()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "a", 10, change: attach => attach.RcvSettleMode = ReceiverSettleMode.Second);
        await peer.AttachSenderAsync(0, "a");
        await peer.TransferAsync(0, 5, [1]);
        var transfer = await peer.NextAsync<Transfer>();
        await peer.SettleAsync(transfer.DeliveryId, new Accepted(), settled: false);
        var toSender = await peer.NextAsync<Dispose>(frame => ((Dispose)frame.Performative!).Role);
        toSender.First.ShouldBe(5u);
        toSender.Settled.ShouldBeTrue();
        var toConsumer = await peer.NextAsync<Dispose>(frame => !((Dispose)frame.Performative!).Role);
        toConsumer.First.ShouldBe(transfer.DeliveryId);
        toConsumer.Settled.ShouldBeTrue();
        toConsumer.State.ShouldBeOfType<Accepted>();
    }

    [Fact]
    public async Task A_received_state_does_not_settle()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "a", 10);
        await peer.AttachSenderAsync(0, "a");
        await peer.TransferAsync(0, 0, [1]);
        var transfer = await peer.NextAsync<Transfer>();
        transfer.DeliveryId.ShouldBe(0u);
        byte[] received = [0, 0x53, 0x23, 0xc0, 3, 2, 0x43, 0x44];
        await peer.SendAsync([0, 0, 0, 26, 2, 0, 0, 0, 0, 0x53, 0x15, 0xc0, 13, 5, 0x41, 0x43, 0x40, 0x42, .. received]);
        await peer.SyncAsync();
        peer.Has<Dispose>().ShouldBeFalse();
        await peer.SettleAsync(transfer.DeliveryId, new Accepted());
        (await peer.NextAsync<Dispose>()).State.ShouldBeOfType<Accepted>();
    }

    [Fact]
    public async Task A_sender_that_settles_first_has_the_consumer_told_and_hears_no_outcome()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "a", 10);
        await peer.AttachSenderAsync(0, "a");
        await peer.TransferAsync(0, 0, [1]);
        var transfer = await peer.NextAsync<Transfer>();
        await peer.SettleAsync(0, null, receiver: false);
        var told = await peer.NextAsync<Dispose>();
        told.Role.ShouldBeFalse();
        told.First.ShouldBe(transfer.DeliveryId);
        told.Settled.ShouldBeTrue();
        await peer.SettleAsync(transfer.DeliveryId, new Accepted());
        await peer.SyncAsync();
        peer.Has<Dispose>().ShouldBeFalse();
    }

    [Fact]
    public async Task A_pre_settled_message_arrives_settled()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "a", 10);
        await peer.AttachSenderAsync(0, "a");
        await peer.TransferAsync(0, 0, [1], settled: true);
        (await peer.NextAsync<Transfer>()).Settled.ShouldBeTrue();
    }

    [Fact]
    public async Task A_consumer_that_wants_everything_settled_gets_it_so_and_the_sender_is_accepted()
    {
        await using var router = await TestRouter.StartAsync();
        await using var peer = await RawPeer.OpenAsync(router);
        await peer.AttachReceiverAsync(1, "a", 10, change: attach => attach.SndSettleMode = SenderSettleMode.Settled);
        await peer.AttachSenderAsync(0, "a");
        await peer.TransferAsync(0, 3, [1]);
        (await peer.NextAsync<Transfer>()).Settled.ShouldBeTrue();
        var told = await peer.NextAsync<Dispose>();
        told.First.ShouldBe(3u);
        told.State.ShouldBeOfType<Accepted>();
    }

    private static byte[] Bytes(DeliveryState state)
    {
        var buffer = new Amqp.ByteBuffer(128, true);
        state.Encode(buffer);
        return buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray();
    }
}
