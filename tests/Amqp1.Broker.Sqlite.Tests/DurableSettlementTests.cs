using Amqp;
using Amqp.Framing;
using Amqp1.Broker.Storage;
using Amqp1.Embedded;
using Amqp1.Embedded.Tests;

namespace Amqp1.Broker.Sqlite.Tests;

/// <summary>A consumer is told that its outcome is final when the change of the store is on disk.</summary>
public class DurableSettlementTests : BrokerTest
{
    private static readonly StoreFailure Full = new(StoreFailureKind.Full, "The disk is full.");
    private FaultyEngine? _engine;

    public static TheoryData<DeliveryState> Outcomes => [new Accepted(), new Rejected(), new Modified { DeliveryFailed = true }];

    [Theory, MemberData(nameof(Outcomes))]
    public async Task A_consumer_that_settles_second_is_told_when_its_outcome_is_on_disk(DeliveryState outcome)
    {
        await using var broker = await StartWithFaultsAsync();
        await SendAsync(broker, "queue", ["a"]);
        await using var peer = await RawPeer.OpenAsync(broker);
        await AttachAsync(peer, credit: 1);
        var id = await ReceiveAsync(peer, "a");

        _engine!.Failure = Full;
        await peer.SettleAsync(id, outcome, settled: false);
        await peer.SyncAsync();
        peer.Has<Dispose>().ShouldBeFalse();

        _engine.Failure = null;
        var told = await peer.NextAsync<Dispose>();
        (told.Role, told.First, told.Settled).ShouldBe((false, id, true));
        told.State.GetType().ShouldBe(outcome.GetType());
    }

    [Fact]
    public async Task Outcomes_that_are_written_together_are_told_as_one_range()
    {
        await using var broker = await StartWithFaultsAsync();
        await SendAsync(broker, "queue", ["a", "b", "c"]);
        await using var peer = await RawPeer.OpenAsync(broker);
        await AttachAsync(peer, credit: 3);
        var first = await ReceiveAsync(peer, "a");
        await ReceiveAsync(peer, "b");
        var last = await ReceiveAsync(peer, "c");

        _engine!.Failure = Full;
        await peer.SettleAsync(first, new Accepted(), settled: false);
        await peer.SettleAsync(first + 1, new Accepted(), settled: false, last: last);
        await peer.SyncAsync();
        peer.Has<Dispose>().ShouldBeFalse();

        _engine.Failure = null;
        var told = await peer.NextAsync<Dispose>();
        (told.First, told.Last, told.Settled).ShouldBe((first, last, true));
        told.State.ShouldBeOfType<Accepted>();
    }

    [Fact]
    public async Task The_first_outcome_counts_and_others_of_a_range_are_answered_at_once()
    {
        await using var broker = await StartWithFaultsAsync();
        await SendAsync(broker, "queue", ["a", "b", "c"]);
        await using var peer = await RawPeer.OpenAsync(broker);
        await AttachAsync(peer, credit: 3);
        var first = await ReceiveAsync(peer, "a");
        await ReceiveAsync(peer, "b");
        var last = await ReceiveAsync(peer, "c");

        _engine!.Failure = Full;
        await peer.SettleAsync(first + 1, new Accepted(), settled: false);
        await peer.SettleAsync(first, new Released(), settled: false, last: last);
        var one = await peer.NextAsync<Dispose>();
        (one.First, Math.Max(one.First, one.Last)).ShouldBe((first, first));
        one.State.ShouldBeOfType<Released>();
        var other = await peer.NextAsync<Dispose>();
        (other.First, Math.Max(other.First, other.Last)).ShouldBe((last, last));
        other.State.ShouldBeOfType<Released>();
        await peer.SyncAsync();
        peer.Has<Dispose>().ShouldBeFalse();

        _engine.Failure = null;
        var told = await peer.NextAsync<Dispose>();
        (told.First, Math.Max(told.First, told.Last)).ShouldBe((first + 1, first + 1));
        told.State.ShouldBeOfType<Accepted>();
        (await AcceptAsync(broker, "queue", 2)).ShouldBe(["a", "c"]);
    }

    [Fact]
    public async Task A_consumer_that_settles_while_its_outcome_is_written_is_told_nothing()
    {
        await using var broker = await StartWithFaultsAsync();
        await SendAsync(broker, "queue", ["a", "b"]);
        await using var peer = await RawPeer.OpenAsync(broker);
        await AttachAsync(peer, credit: 2);
        var first = await ReceiveAsync(peer, "a");
        var second = await ReceiveAsync(peer, "b");

        _engine!.Failure = Full;
        await peer.SettleAsync(first, new Accepted(), settled: false);
        await peer.SettleAsync(first, new Accepted(), settled: true);
        await peer.SettleAsync(second, new Accepted(), settled: false);
        await peer.SyncAsync();
        _engine.Failure = null;

        var told = await peer.NextAsync<Dispose>();
        (told.First, Math.Max(told.First, told.Last)).ShouldBe((second, second));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_delivery_counts_as_unsettled_until_its_removal_is_on_disk(bool settlesFirst)
    {
        await using var broker = await StartWithFaultsAsync(options => options.MaxUnsettledPerLink = 2);
        await SendAsync(broker, "queue", ["a", "b", "c"]);
        await using var peer = await RawPeer.OpenAsync(broker);
        await AttachAsync(peer, credit: 10);
        var first = await ReceiveAsync(peer, "a");
        var second = await ReceiveAsync(peer, "b");

        _engine!.Failure = Full;
        await peer.SettleAsync(first, new Accepted(), settled: settlesFirst, last: second);
        await peer.SyncAsync();
        peer.Has<Transfer>().ShouldBeFalse();

        _engine.Failure = null;
        await ReceiveAsync(peer, "c");
    }

    [Fact]
    public async Task A_message_is_not_delivered_again_while_its_removal_waits_for_the_disk_and_its_consumer_is_lost()
    {
        await using var broker = await StartWithFaultsAsync();
        await SendAsync(broker, "queue", ["a", "b"]);
        await using (var peer = await RawPeer.OpenAsync(broker))
        {
            await AttachAsync(peer, credit: 1);
            var id = await ReceiveAsync(peer, "a");
            _engine!.Failure = Full;
            await peer.SettleAsync(id, new Accepted(), settled: false);
            await peer.SyncAsync();
        }

        (await AcceptAsync(broker, "queue", 1)).ShouldBe(["b"]);
        (Read(broker, "queue")?.Depth ?? 0).ShouldBe(0);
        _engine.Failure = null;
        await broker.Engine.Store!.FlushAsync();
    }

    [Fact]
    public async Task A_queue_that_is_kept_in_memory_answers_at_once()
    {
        await using var broker = await StartWithFaultsAsync(options => options.DefaultQueue.Durable = false);
        await SendAsync(broker, "queue", ["a"]);
        await using var peer = await RawPeer.OpenAsync(broker);
        await AttachAsync(peer, credit: 1);
        var id = await ReceiveAsync(peer, "a");

        _engine!.Failure = Full;
        await peer.SettleAsync(id, new Accepted(), settled: false);
        (await peer.NextAsync<Dispose>()).Settled.ShouldBeTrue();
    }

    private static Task<Attach> AttachAsync(RawPeer peer, uint credit) =>
        peer.AttachReceiverAsync(1, "queue", credit, change: attach => attach.RcvSettleMode = ReceiverSettleMode.Second);

    private static async Task<uint> ReceiveAsync(RawPeer peer, string body)
    {
        var frame = await peer.NextFrameAsync<Transfer>();
        Message.Decode(new ByteBuffer(frame.Payload, 0, frame.Payload.Length, frame.Payload.Length)).Body.ShouldBe(body);
        return ((Transfer)frame.Performative!).DeliveryId;
    }

    private Task<EmbeddedRouter> StartWithFaultsAsync(Action<EmbeddedRouterOptions>? change = null) => StartAsync(options =>
    {
        options.OpenStore = (listener, time, logger) => MessageStore.Open(
            _engine = new FaultyEngine(new MemoryStoreEngine(new MemoryStoreData())), listener, time, logger);
        change?.Invoke(options);
    });
}
