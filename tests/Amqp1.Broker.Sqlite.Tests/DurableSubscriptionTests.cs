using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Amqp1.Broker.Nodes.Queues;
using Amqp1.Broker.Storage;
using Amqp1.Embedded;
using Amqp1.Embedded.Tests;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Broker.Sqlite.Tests;

/// <summary>Durable subscriptions of a broker with a store, over restarts.</summary>
public class DurableSubscriptionTests : BrokerTest
{
    private const string Audit = "topic::/audit/r1";
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_subscription_and_its_messages_survive_a_restart()
    {
        await using (var broker = await StartAsync(IsTopic))
        {
            await using var peer = await RawPeer.OpenAsync(broker, containerId: "audit");
            await SubscribeAsync(peer);
            await SendAsync(broker, "topic", ["a", "b", "c"]);
            await peer.FlowAsync(1, 0, 1);
            await peer.SettleAsync(await ReceiveAsync(peer, "a"), new Accepted(), settled: false);
            (await peer.NextAsync<Dispose>()).Settled.ShouldBeTrue();
        }

        await using (var broker = await StartAsync(IsTopic))
        {
            var state = Read(broker, Audit)!;
            (state.Address, state.Subscription, state.Depth).ShouldBe(("topic", "/audit/r1", 2));
            await SendAsync(broker, "topic", ["d"]);
        }

        await using var again = await StartAsync(IsTopic);
        await using var subscriber = await RawPeer.OpenAsync(again, containerId: "audit");
        await SubscribeAsync(subscriber, credit: 10);
        await ReceiveAsync(subscriber, "b");
        await ReceiveAsync(subscriber, "c");
        await ReceiveAsync(subscriber, "d");
    }

    [Fact]
    public async Task Each_subscription_has_a_copy_that_the_deliveries_of_others_do_not_change()
    {
        await using (var broker = await StartAsync(IsTopic))
        {
            await using var audit = await RawPeer.OpenAsync(broker, containerId: "audit");
            await using var archive = await RawPeer.OpenAsync(broker, containerId: "archive");
            await using var watcher = await RawPeer.OpenAsync(broker);
            await SubscribeAsync(audit);
            await SubscribeAsync(archive);
            await watcher.AttachReceiverAsync(1, "topic", 1000);
            await SendAsync(broker, "topic", Texts(0, 500));
            foreach (var text in Texts(0, 500))
            {
                await watcher.SettleAsync(await ReceiveAsync(watcher, text), new Modified { DeliveryFailed = true });
            }
        }

        await using var again = await StartAsync(IsTopic);
        Subscriptions(again).ShouldBe(["topic::/archive/r1", Audit]);
        foreach (var container in new[] { "audit", "archive" })
        {
            await using var peer = await RawPeer.OpenAsync(again, containerId: container);
            await SubscribeAsync(peer, credit: 500);
            foreach (var text in Texts(0, 500))
            {
                await ReceiveAsync(peer, text);
            }
        }
    }

    [Fact]
    public async Task A_subscription_that_was_closed_is_gone_after_a_restart()
    {
        await using (var broker = await StartAsync(IsTopic))
        {
            await using var peer = await RawPeer.OpenAsync(broker, containerId: "audit");
            await SubscribeAsync(peer);
            await SendAsync(broker, "topic", ["a"]);
            await peer.SendAsync(0, new Detach { Handle = 1, Closed = true });
            await peer.NextAsync<Detach>();
        }

        await using var again = await StartAsync(IsTopic);
        Subscriptions(again).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_subscription_that_ends_with_its_link_is_not_stored()
    {
        await using (var broker = await StartAsync(IsTopic))
        {
            await using var peer = await RawPeer.OpenAsync(broker, containerId: "audit");
            await peer.AttachReceiverAsync(1, "topic", 0);
            await SendAsync(broker, "topic", ["a"]);
            broker.Engine.Store!.Recovered.ShouldBeEmpty();
        }

        await using var again = await StartAsync(IsTopic);
        again.Engine.Store!.Recovered.ShouldBeEmpty();
        Subscriptions(again).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_timeout_of_a_subscription_starts_with_the_broker()
    {
        await using (var broker = await StartWithClockAsync())
        {
            await using var peer = await RawPeer.OpenAsync(broker, containerId: "audit");
            await SubscribeAsync(peer, policy: "session-end", timeout: 60);
            await using var other = await RawPeer.OpenAsync(broker, containerId: "other");
            await SubscribeAsync(other, policy: "connection-close", timeout: 0);
        }

        await using var again = await StartWithClockAsync();
        Subscriptions(again).ShouldBe([Audit]);
        _time.Advance(TimeSpan.FromSeconds(59));
        Subscriptions(again).ShouldBe([Audit]);
        _time.Advance(TimeSpan.FromSeconds(2));
        Subscriptions(again).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_whose_copy_cannot_be_stored_is_rejected()
    {
        FaultyEngine? engine = null;
        await using var broker = await StartAsync(options =>
        {
            IsTopic(options);
            options.OpenStore = (listener, time, logger) => MessageStore.Open(
                engine = new FaultyEngine(new MemoryStoreEngine(new MemoryStoreData())), listener, time, logger);
        });
        await using var peer = await RawPeer.OpenAsync(broker, containerId: "audit");
        await SubscribeAsync(peer, credit: 10);
        await SendAsync(broker, "topic", ["a"]);
        await ReceiveAsync(peer, "a");

        engine!.Failure = new StoreFailure(StoreFailureKind.Full, "The disk is full.");
        (await Should.ThrowAsync<AmqpException>(SendAsync(broker, "topic", ["b"]))).Error.Description.ShouldBe("The disk is full.");
        var waiting = SendAsync(broker, "topic", ["c"]);
        engine.Failure = null;
        await waiting;
        await ReceiveAsync(peer, "c");
    }

    [Fact]
    public async Task A_subscription_of_an_address_that_is_no_topic_any_more_stays_in_the_file()
    {
        await using (var broker = await StartAsync(IsTopic))
        {
            await using var peer = await RawPeer.OpenAsync(broker, containerId: "audit");
            await SubscribeAsync(peer);
            await SendAsync(broker, "topic", ["a"]);
        }

        await using (var changed = await StartAsync())
        {
            Subscriptions(changed).ShouldBeEmpty();
            changed.Engine.Nodes.Count.ShouldBe(0);
        }

        await using var again = await StartAsync(IsTopic);
        Read(again, Audit)!.Depth.ShouldBe(1);
    }

    private static void IsTopic(EmbeddedRouterOptions options) => options.Addresses["topic"] = Distribution.Topic;

    private static Task<Attach> SubscribeAsync(RawPeer peer, string policy = "never", uint timeout = 0, uint credit = 0) =>
        peer.AttachReceiverAsync(1, "topic", credit, change: attach =>
        {
            attach.RcvSettleMode = ReceiverSettleMode.Second;
            attach.Source = new Source { Address = "topic", Durable = 2, ExpiryPolicy = new Symbol(policy), Timeout = timeout };
        });

    private static async Task<uint> ReceiveAsync(RawPeer peer, string body)
    {
        var frame = await peer.NextFrameAsync<Transfer>();
        Message.Decode(new ByteBuffer(frame.Payload, 0, frame.Payload.Length, frame.Payload.Length)).Body.ShouldBe(body);
        return ((Transfer)frame.Performative!).DeliveryId;
    }

    private static string[] Subscriptions(EmbeddedRouter broker)
    {
        using (broker.Engine.Context.Turns.Enter())
        {
            return [.. broker.Engine.Queues.Registry.All.Select(queue => queue.Name)];
        }
    }

    private Task<EmbeddedRouter> StartWithClockAsync() => StartAsync(options =>
    {
        IsTopic(options);
        options.TimeProvider = _time;
        options.IdleTimeout = TimeSpan.Zero;
    });
}
