using Amqp;
using Amqp.Framing;
using Amqp1.Broker.Storage;
using Amqp1.Embedded;
using Amqp1.Embedded.Tests;

namespace Amqp1.Broker.Sqlite.Tests;

/// <summary>Queues of a broker with a store, over restarts.</summary>
public class DurableQueueTests : BrokerTest
{
    [Fact]
    public async Task Messages_are_there_after_a_restart_in_their_order()
    {
        await using (var broker = await StartAsync())
        {
            await SendAsync(broker, "queue", Texts(0, 100));
            (await AcceptAsync(broker, "queue", 10)).ShouldBe(Texts(0, 10));
            await Task.WhenAll(broker.Engine.Store!.FlushAsync());
        }

        await using var again = await StartAsync();
        Read(again, "queue")!.Depth.ShouldBe(90);
        (await AcceptAsync(again, "queue", 90)).ShouldBe(Texts(10, 90));
    }

    [Fact]
    public async Task A_queue_longer_than_the_window_is_delivered_in_its_order()
    {
        const int Count = 25_000;
        await using (var broker = await StartAsync())
        {
            await SendAsync(broker, "queue", Texts(0, Count));
            Read(broker, "queue")!.Depth.ShouldBe(Count);
            (await AcceptAsync(broker, "queue", 3_000)).ShouldBe(Texts(0, 3_000));
        }

        await using var again = await StartAsync();
        Read(again, "queue")!.Depth.ShouldBe(Count - 3_000);
        await SendAsync(again, "queue", Texts(Count, 1_000));
        (await AcceptAsync(again, "queue", Count - 2_000)).ShouldBe(Texts(3_000, Count - 2_000));
        Read(again, "queue")?.Depth.ShouldBe(0);
    }

    [Fact]
    public async Task The_number_of_failed_deliveries_survives_a_restart()
    {
        await using (var broker = await StartAsync())
        {
            await SendAsync(broker, "queue", ["text"]);
            await ReceiveAsync(broker, "queue", 1, (receiver, message) => receiver.Modify(message, deliveryFailed: true));
            await broker.Engine.Store!.FlushAsync();
        }

        await using var again = await StartAsync();
        var received = await ReceiveAsync(again, "queue", 1, (receiver, message) => receiver.Accept(message));
        received[0].Header.DeliveryCount.ShouldBe(1u);
        received[0].Header.FirstAcquirer.ShouldBeFalse();
    }

    [Fact]
    public async Task A_rejected_message_is_in_the_dead_letter_queue_after_a_restart()
    {
        await using (var broker = await StartAsync(options => options.DefaultQueue.DeadLetterAddress = "dead"))
        {
            await SendAsync(broker, "queue", ["good", "bad"]);
            await ReceiveAsync(broker, "queue", 2, (receiver, message) =>
            {
                if ((string)message.Body == "bad")
                {
                    receiver.Reject(message);
                }
                else
                {
                    receiver.Accept(message);
                }
            });
        }

        await using var again = await StartAsync(options => options.DefaultQueue.DeadLetterAddress = "dead");
        Read(again, "queue").ShouldBeNull();
        (await AcceptAsync(again, "dead", 1)).ShouldBe(["bad"]);
    }

    [Fact]
    public async Task The_last_message_of_a_queue_that_is_deleted_survives_its_move_to_the_dead_letters()
    {
        await using (var broker = await StartAsync(SetLimit))
        {
            await SendAsync(broker, "queue", ["a"]);
            await using var peer = await RawPeer.OpenAsync(broker);
            await peer.AttachReceiverAsync(1, "queue", 1);
            await peer.NextAsync<Transfer>();
            await peer.SendAsync(0, new End());
            await peer.NextAsync<End>();
            Read(broker, "queue").ShouldBeNull();
        }

        await using var again = await StartAsync(SetLimit);
        (await AcceptAsync(again, "dead", 1)).ShouldBe(["a"]);

        static void SetLimit(EmbeddedRouterOptions options)
        {
            options.DefaultQueue.DeadLetterAddress = "dead";
            options.DefaultQueue.MaxDeliveries = 1;
        }
    }

    [Fact]
    public async Task A_purge_reaches_messages_that_are_in_the_store_only()
    {
        await using (var broker = await StartAsync())
        {
            await SendAsync(broker, "queue", Texts(0, 15_000));
            var purged = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            using (broker.Engine.Context.Turns.Enter())
            {
                broker.Engine.QueueManager.Create("queue", out _)!.Purge(purged.SetResult);
            }

            (await purged.Task).ShouldBe(15_000);
            Read(broker, "queue")!.Depth.ShouldBe(0);
        }

        await using var again = await StartAsync();
        var state = Read(again, "queue")!;
        (state.Depth, state.IsPermanent).ShouldBe((0, true));
    }

    [Fact]
    public async Task A_store_that_cannot_write_rejects_messages_and_takes_credit_back()
    {
        FaultyEngine? engine = null;
        await using var broker = await StartAsync(options => options.OpenStore = (listener, time, logger) => MessageStore.Open(
            engine = new FaultyEngine(new MemoryStoreEngine(new MemoryStoreData())), listener, time, logger));
        await SendAsync(broker, "queue", ["kept"]);
        engine!.Failure = new StoreFailure(StoreFailureKind.Full, "The disk is full.");

        var failure = await Should.ThrowAsync<AmqpException>(SendAsync(broker, "queue", ["rejected"]));
        failure.Error.Condition.ToString().ShouldBe("amqp:resource-limit-exceeded");
        failure.Error.Description.ShouldBe("The disk is full.");

        // The next message waits for credit, which the producer gets when the store can write again.
        var waiting = SendAsync(broker, "queue", ["later"]);
        engine.Failure = null;
        await waiting;
        (await AcceptAsync(broker, "queue", 2)).ShouldBe(["kept", "later"]);
    }

    [Fact]
    public async Task A_copy_of_the_store_can_take_its_place()
    {
        var copy = File + "-monday";
        await using (var broker = await StartAsync())
        {
            await SendAsync(broker, "queue", Texts(0, 1000));
            await broker.BackUpStoreAsync(copy, Cancel);
            await AcceptAsync(broker, "queue", 1000);
        }

        System.IO.File.Move(copy, File, overwrite: true);
        await using var again = await StartAsync();
        (await AcceptAsync(again, "queue", 1000)).ShouldBe(Texts(0, 1000));
    }

    [Fact]
    public async Task A_broker_without_a_store_has_nothing_to_copy()
    {
        await using var broker = await StartAsync(options => options.OpenStore = null);

        await Should.ThrowAsync<InvalidOperationException>(() => broker.BackUpStoreAsync(File, Cancel));
    }

    [Fact]
    public async Task A_broker_whose_store_is_in_use_does_not_start()
    {
        await using var broker = await StartAsync();

        (await Should.ThrowAsync<IOException>(StartAsync())).Message.ShouldContain($"The file {File} is used by another process.");
    }
}
