namespace Amqp1.Broker.Sqlite.Tests.QueueModels;

/// <summary>A random run of a broker beside its model, with lawful producers and consumers, losses, crashes and restarts.</summary>
internal sealed class QueueModelRun(ModelBroker broker, Random random)
{
    private const int MostLinks = 5;
    private const int MostWaiting = 400;
    private const int Tick = 10;
    private static readonly string[] Names = ["free", "free", "limited", QueueModel.DeadLetters];
    private readonly List<ModelProducer> _producers = [];
    private readonly List<ModelConsumer> _consumers = [];

    public QueueModel Model { get; } = new();

    public int Crashes { get; private set; }

    /// <summary>Makes some random steps, and sometimes compares broker and model.</summary>
    public async Task StepAsync()
    {
        for (var steps = random.Next(1, 20); steps > 0; steps--)
        {
            using (broker.Turns.Enter())
            {
                Act();
            }
        }

        switch (random.Next(100))
        {
            case < 2 when broker.HasStore:
                await CrashAsync();
                break;
            case < 3 when broker.HasStore:
                await RestartAsync();
                break;
            case < 6:
                await PurgeAsync();
                break;
            case < 12:
                await AdvanceAsync();
                break;
            case < 40:
                await CompareAsync();
                break;
        }
    }

    /// <summary>Lets the broker finish, and compares all queues.</summary>
    public async Task CompareAsync()
    {
        await broker.RestAsync();
        Model.OnRest();
        foreach (var (name, messages) in broker.Peek())
        {
            // Messages whose time is over leave some time later, and nobody gets them.
            var waiting = Model.Queue(name).Waiting;
            var expired = waiting.Where(message => message.Place.ExpiresAt <= Model.Now).Select(message => message.Id).ToHashSet();
            messages.Where(message => !expired.Contains(message.Id)).ShouldBe(
                waiting.Where(message => !expired.Contains(message.Id)).Select(message => (message.Id, message.Place.DeliveryCount)),
                $"{name} at {Model.Now}: {string.Join(' ', waiting.Select(message => $"{message.Id}/{message.Place}"))}");
        }

        foreach (var queue in Model.Queues)
        {
            var state = broker.Read(queue.Name);
            var certain = queue.Waiting.Count(message => message.Place.ExpiresAt is not { } expires || expires > Model.Now);
            (state?.Depth ?? 0).ShouldBeInRange(certain + queue.Acquired, queue.Waiting.Count + queue.Acquired, queue.Name);
            (state?.Acquired ?? 0).ShouldBe(queue.Acquired, queue.Name);
        }

        foreach (var consumer in _consumers)
        {
            consumer.Unwritten.ShouldBe(0);
            (consumer.Credit > 0 ? Model.Queue(consumer.Queue).FirstFor(consumer, Model.Now) : null).ShouldBeNull("a consumer with credit gets nothing");
        }

        foreach (var producer in _producers)
        {
            (producer.Unsettled, producer.Held).ShouldBe((0, 0));
        }
    }

    private void Act()
    {
        switch (random.Next(100))
        {
            case < 3:
                Attach();
                break;
            case < 5 when _consumers.Count > 0:
                Lose(_consumers[random.Next(_consumers.Count)]);
                break;
            case < 7 when _producers.Count > 0:
                Lose(_producers[random.Next(_producers.Count)]);
                break;
            case < 45 when _producers.Count > 0:
                Send(_producers[random.Next(_producers.Count)]);
                break;
            case < 60 when _consumers.Count > 0:
                _consumers[random.Next(_consumers.Count)].Grant(random.Next(1, 20));
                break;
            case < 100 when _consumers.Count > 0:
                Settle(_consumers[random.Next(_consumers.Count)]);
                break;
        }
    }

    private void Attach()
    {
        var name = Names[random.Next(Names.Length)];
        if (_consumers.Count < MostLinks && random.Next(2) == 0)
        {
            var node = broker.Engine.Nodes.GetOrAdd(name);
            var consumer = new ModelConsumer(Model, name, node, broker.Turns.Chores, settled: random.Next(10) == 0);
            _consumers.Add(consumer);
            node.Add(consumer);
        }
        else if (_producers.Count < MostLinks && name != QueueModel.DeadLetters)
        {
            var node = broker.Engine.Nodes.GetOrAdd(name);
            var producer = new ModelProducer(Model, name, node);
            _producers.Add(producer);
            node.Add(producer);
        }
    }

    private void Lose(ModelConsumer consumer)
    {
        _consumers.Remove(consumer);
        consumer.Lose(isSending: random.Next(2) == 0);
        broker.Engine.Nodes.RemoveIfUnused(consumer.Node);
    }

    private void Lose(ModelProducer producer)
    {
        _producers.Remove(producer);
        producer.Lose();
        producer.Node.Remove(producer);
        broker.Engine.Nodes.RemoveIfUnused(producer.Node);
    }

    private void Send(ModelProducer producer)
    {
        var waiting = Model.Queues.Sum(queue => queue.Waiting.Count);
        for (var count = random.Next(1, 12); count > 0 && producer.HasCredit && waiting < MostWaiting; count--, waiting++)
        {
            uint? timeToLive = random.Next(4) == 0 ? (uint)random.Next(1, 50) * Tick : null;
            producer.Send(timeToLive, settled: random.Next(5) == 0, size: random.Next(4, 100));
        }
    }

    private void Settle(ModelConsumer consumer)
    {
        for (var count = random.Next(1, 12); count > 0; count--)
        {
            consumer.SettleAny(random, random.Next(10) switch
            {
                0 => ModelOutcome.Released,
                1 => ModelOutcome.Rejected,
                2 => ModelOutcome.Failed,
                3 => ModelOutcome.RefusedHere,
                4 => ModelOutcome.FailedHere,
                _ => ModelOutcome.Accepted,
            });
        }
    }

    private async Task AdvanceAsync()
    {
        await CompareAsync();
        var step = random.Next(1, 20) * Tick;
        Model.Now += step;
        broker.Time.Advance(TimeSpan.FromMilliseconds(step));
        await CompareAsync();
    }

    private async Task PurgeAsync()
    {
        await CompareAsync();
        var name = Names[random.Next(Names.Length)];
        using (broker.Turns.Enter())
        {
            Model.OnPurge(name);
            broker.Engine.QueueManager.Find(name)?.Purge(_ => { });
        }

        await CompareAsync();
    }

    private async Task CrashAsync()
    {
        Crashes++;
        using (broker.Turns.Enter())
        {
            Vanish();
        }

        await broker.CrashAsync();
        Model.OnCrash(broker.Peek());
        await CompareAsync();
    }

    private async Task RestartAsync()
    {
        await CompareAsync();
        using (broker.Turns.Enter())
        {
            Vanish();
        }

        await broker.RestartAsync();
        Model.OnCrash(broker.Peek());
        await CompareAsync();
    }

    private void Vanish()
    {
        _consumers.ForEach(consumer => consumer.Vanish());
        _producers.ForEach(producer => producer.Vanish());
        _consumers.Clear();
        _producers.Clear();
    }
}
