using Amqp1.Broker.Nodes.Queues;
using Amqp1.Broker.Storage;
using Amqp1.Broker.Turns;
using Amqp1.Embedded;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Broker.Sqlite.Tests.QueueModels;

/// <summary>The engine of a broker without connections, on a clock of the test, with a store of the given kind or without one.</summary>
internal sealed class ModelBroker : IAsyncDisposable
{
    private readonly StoreKind? _kind;
    private readonly StoreFolder _folder = new();
    private readonly MemoryStoreData _data = new();

    public ModelBroker(StoreKind? kind)
    {
        _kind = kind;
        Engine = Open();
    }

    public FakeTimeProvider Time { get; } = new();

    public Engine Engine { get; private set; }

    public bool HasStore => _kind is not null;

    public TurnScheduler Turns => Engine.Context.Turns;

    /// <summary>
    /// Completes when the broker has nothing more to do: everything that was handed to the store is on disk, its results were reported, and no
    /// page is being read.
    /// </summary>
    public async Task RestAsync()
    {
        for (var quiet = 0; quiet < 2;)
        {
            if (Engine.Store is { } store)
            {
                // The store reports in order, so everything before this was reported, too.
                var written = new Written();
                store.UpdateQueue(0, "", written);
                (await written.Ended).ShouldBeNull();
            }

            using (Turns.Enter())
            {
                quiet = Turns.Chores.Count == 0 && !Engine.Queues.Registry.All.Any(queue => queue.Durable is { IsReading: true }) ? quiet + 1 : 0;
            }

            await Task.Yield();
        }
    }

    /// <summary>Kills the broker and starts it again.</summary>
    public async Task CrashAsync()
    {
        await ((MessageStore)Engine.Store!).AbandonAsync();
        Engine.Dispose();
        Engine = Open();
        await RestAsync();
    }

    /// <summary>Stops the broker and starts it again.</summary>
    public async Task RestartAsync()
    {
        await Engine.CloseStoreAsync();
        Engine.Dispose();
        Engine = Open();
        await RestAsync();
    }

    /// <summary>Returns the waiting messages of all queues in order.</summary>
    public Dictionary<string, (int Id, uint DeliveryCount)[]> Peek()
    {
        using (Turns.Enter())
        {
            return Engine.QueueManager.List(null, int.MaxValue).ToDictionary(
                queue => queue.Name,
                queue => queue.Peek(0, int.MaxValue).Select(message => (ModelProducer.IdOf(message.Payload.Span), message.DeliveryCount)).ToArray());
        }
    }

    public QueueState? Read(string queue)
    {
        using (Turns.Enter())
        {
            return Engine.QueueManager.Find(queue)?.Read();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.CloseStoreAsync();
        Engine.Dispose();
        _folder.Dispose();
    }

    private Engine Open()
    {
        var options = new EmbeddedRouterOptions { DefaultDistribution = Distribution.Queue, TimeProvider = Time };
        options.DefaultQueue.DeadLetterAddress = QueueModel.DeadLetters;
        options.Queues["limited"] = new EmbeddedQueueOptions
        {
            DeadLetterAddress = QueueModel.DeadLetters, MaxDeliveries = (int?)QueueModel.MaxDeliveriesOf("limited"), MaxLength = 100,
        };
        if (_kind == StoreKind.Memory)
        {
            options.OpenStore = (listener, time, logger) => MessageStore.Open(new MemoryStoreEngine(_data), listener, time, logger);
        }
        else if (_kind == StoreKind.Sqlite)
        {
            options.UseSqliteStore(_folder.File);
        }

        return new Engine(options, "model", NullLogger.Instance);
    }
}
