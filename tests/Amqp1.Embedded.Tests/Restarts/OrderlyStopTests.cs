using Amqp1.Rpc;

namespace Amqp1.Embedded.Tests.Restarts;

/// <summary>
/// Tests of the orderly stop of servers, listeners and notifiers under load. No message is lost, and none is handled twice.
/// </summary>
[Collection(nameof(StressGroup))]
public sealed class OrderlyStopTests : IDisposable
{
    private const int Stops = 20;
    private const int MessagesBetween = 100;
    private const int Callers = 16;
    private const int Emitters = 8;
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Ledger _ledger = new();
    private readonly Starvation _starvation = new();

    public OrderlyStopTests() => _limit.CancelAfter(TimeSpan.FromMinutes(2));

    public void Dispose()
    {
        _starvation.Dispose();
        _limit.Dispose();
    }

    [Fact]
    public async Task Listeners_that_take_turns_handle_every_notification_once()
    {
        await using var router = await TestRouter.StartAsync();
        await using var sending = Open(router);
        using var stop = new CancellationTokenSource();
        var current = await ListenAsync(router);
        var load = Load(
            Emitters,
            number => sending.CreateNotifier($"publisher-{number}", "turns"),
            (notifier, name) => _ledger.NotifyAsync(notifier, name, _limit.Token),
            stop.Token);

        for (var i = 0; i < Stops; i++)
        {
            var enough = _ledger.Acknowledged.Count + MessagesBetween;
            await Remains.UntilAsync(() => _ledger.Acknowledged.Count >= enough, () => "no progress", _limit.Token);
            var next = await ListenAsync(router);
            await current.DisposeAsync();
            current = next;
        }

        await stop.CancelAsync();
        await load.WaitAsync(_limit.Token);
        await Remains.NothingPendsAsync(sending.Bus, _limit.Token);
        await current.DisposeAsync();

        _ledger.Failures.ShouldBeEmpty();
        _ledger.Untyped.ShouldBeEmpty();
        _ledger.Received.Where(pair => pair.Value > 1).ShouldBeEmpty("notifications that were handled more than once");
        _ledger.Received.Keys.ShouldBe(_ledger.Acknowledged, ignoreOrder: true);
    }

    [Fact]
    public async Task Servers_that_take_turns_answer_every_call_once()
    {
        await using var router = await TestRouter.StartAsync();
        await using var calling = Open(router);
        using var stop = new CancellationTokenSource();
        var current = await ServeAsync(router);
        var load = Load(
            Callers,
            _ => calling.CreateRpcClient(new Target { Topic = "turns" }).Prepare(timeout: CallTimeout),
            (client, data) => _ledger.CallAsync(client, data, CallTimeout, _starvation, _limit.Token),
            stop.Token);

        for (var i = 0; i < Stops; i++)
        {
            var enough = _ledger.Succeeded + MessagesBetween;
            await Remains.UntilAsync(() => _ledger.Succeeded >= enough, () => "no progress", _limit.Token);
            var next = await ServeAsync(router);
            await current.DisposeAsync();
            current = next;
        }

        await stop.CancelAsync();
        await load.WaitAsync(_limit.Token);
        await Remains.NothingPendsAsync(calling.Bus, _limit.Token);
        await current.DisposeAsync();

        _ledger.Failures.ShouldBeEmpty();
        _ledger.Untyped.ShouldBeEmpty();
        _ledger.Overruns.ShouldBeEmpty();
        _ledger.Served.Where(pair => pair.Value > 1).ShouldBeEmpty("requests that were served more than once");
        _ledger.Served.Count.ShouldBe(_ledger.Succeeded);
    }

    [Fact]
    public async Task What_a_stopping_notifier_was_told_is_true_and_everything_pending_ends()
    {
        await using var router = await TestRouter.StartAsync();
        var listener = await ListenAsync(router);
        for (var i = 0; i < Stops; i++)
        {
            var sending = Open(router);
            using var stop = new CancellationTokenSource();
            var round = i;
            var enough = _ledger.Acknowledged.Count + MessagesBetween;
            var load = Load(
                Emitters,
                _ => sending.CreateNotifier("publisher", "turns"),
                (notifier, name) => _ledger.NotifyAsync(notifier, $"{round}-{name}", _limit.Token),
                stop.Token);
            await Remains.UntilAsync(() => _ledger.Acknowledged.Count >= enough, () => "no progress", _limit.Token);

            await sending.DisposeAsync();
            await stop.CancelAsync();
            await load.WaitAsync(_limit.Token);

            sending.Bus.PendingDeliveries.ShouldBe(0);
            sending.Bus.Deadlines.Count.ShouldBe(0);
        }

        await listener.DisposeAsync();
        _ledger.Acknowledged.Where(name => !_ledger.Received.ContainsKey(name)).ShouldBeEmpty("acknowledged notifications that were not handled");
        _ledger.Untyped.ShouldAllBe(failure => failure is ObjectDisposedException);
        await Remains.UntilAsync(() => Remains.Sockets(router.Port) == 0, () => $"{Remains.Sockets(router.Port)} sockets", _limit.Token);
    }

    private static MessagingTransport Open(EmbeddedRouter router)
    {
        var transport = MessagingTransport.Create(router.TransportUrl, TestOptions.Create());
        transport.Start();
        return transport;
    }

    /// <summary>Repeats an operation in parallel, each time with a new name, until the token fires.</summary>
    private static Task Load<T>(int count, Func<int, T> make, Func<T, string, Task> run, CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(number => Task.Run(
            async () =>
            {
                var made = make(number);
                for (var i = 0; !stop.IsCancellationRequested; i++)
                {
                    await run(made, $"{number}-{i}");
                }
            },
            CancellationToken.None)));

    private async Task<IAsyncDisposable> ListenAsync(EmbeddedRouter router)
    {
        var transport = Open(router);
        var endpoint = _ledger.Listener("turns");
        var listener = transport.CreateNotificationListener((endpoint.Describe(), endpoint));
        listener.Start();
        await listener.WaitUntilListeningAsync(_limit.Token);
        return new InOrder(listener, transport);
    }

    private async Task<IAsyncDisposable> ServeAsync(EmbeddedRouter router)
    {
        var transport = Open(router);
        var target = new Target { Topic = "turns", Server = $"server-{Guid.NewGuid():N}" };
        var server = transport.CreateRpcServer(target, (TestEndpoint.Describe(target), _ledger.Endpoint()));
        server.Start();
        await server.WaitUntilListeningAsync(_limit.Token);
        return new InOrder(server, transport);
    }

    private sealed class InOrder(IAsyncDisposable first, IAsyncDisposable second) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await first.DisposeAsync();
            await second.DisposeAsync();
        }
    }
}
