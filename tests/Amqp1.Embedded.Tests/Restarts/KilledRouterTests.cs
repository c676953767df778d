namespace Amqp1.Embedded.Tests.Restarts;

/// <summary>Tests with a router process that is killed and started again, fifty times, under load.</summary>
[Collection(nameof(StressGroup))]
public sealed class KilledRouterTests
{
    private const int Restarts = 50;
    private const int CallsBetween = 200;
    private const int Callers = 64;
    private const int Emitters = 8;
    /// <summary>The product name of qpidd, which accepts a notification itself and loses it with its process unless it has a store.</summary>
    private const string StoringProduct = "qpid-cpp";

    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Every_call_ends_in_time_no_acknowledged_notification_is_lost_and_nothing_is_left_behind()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        var limit = patience.Token;
        using var unobserved = new UnobservedExceptions();
        using var starvation = new Starvation();
        var ledger = new Ledger();
        await using var router = new RouterUnderTest();
        await router.StartAsync(limit);
        var timers = Timer.ActiveCount;

        var product = await RunAsync(router, ledger, starvation, limit);

        await Remains.UntilAsync(() => Remains.Sockets(router.Port) == 0, () => $"{Remains.Sockets(router.Port)} sockets", limit);
        // One more timer is allowed, which is the timer of the wait itself.
        await Remains.UntilAsync(() => Timer.ActiveCount <= timers + 1, () => $"{Timer.ActiveCount - timers - 1} timers", limit);
        var failures = string.Join(", ", ledger.Failures.Select(pair => $"{pair.Value} {pair.Key}"));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{ledger.Succeeded} calls succeeded, {ledger.Acknowledged.Count} notifications acknowledged; failed: {failures}; starved for {starvation.Total.TotalMilliseconds:F0} ms");
        ledger.Untyped.ShouldBeEmpty();
        ledger.Overruns.ShouldBeEmpty();
        ledger.Acknowledged.ShouldNotBeEmpty();
        if (product != StoringProduct)
        {
            ledger.Acknowledged.Where(name => !ledger.Received.ContainsKey(name)).ShouldBeEmpty("acknowledged notifications that no listener has handled");
        }

        ledger.Served.Where(pair => pair.Value > 1).ShouldBeEmpty("requests that were served more than once");
        unobserved.Collected().ShouldBeEmpty();
    }

    /// <summary>Runs the load while the router is killed again and again. Returns the product name of the router.</summary>
    private static async Task<string?> RunAsync(RouterUnderTest router, Ledger ledger, Starvation starvation, CancellationToken limit)
    {
        await using var serving = MessagingTransport.Create(router.Url, TestOptions.Create());
        await using var calling = MessagingTransport.Create(router.Url, TestOptions.Create());
        serving.Start();
        calling.Start();
        var target = new Target { Topic = "kill", Server = "server" };
        await using var server = serving.CreateRpcServer(target, (TestEndpoint.Describe(target), ledger.Endpoint()));
        var listener = ledger.Listener("killed");
        await using var listening = serving.CreateNotificationListener((listener.Describe(), listener));
        server.Start();
        listening.Start();
        await server.WaitUntilListeningAsync(limit);
        await listening.WaitUntilListeningAsync(limit);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit);
        Task[] load =
        [
            .. Enumerable.Range(0, Callers).Select(number => Task.Run(() => CallAsync(number))),
            .. Enumerable.Range(0, Emitters).Select(number => Task.Run(() => EmitAsync(number))),
        ];

        for (var restart = 0; restart < Restarts; restart++)
        {
            var enough = ledger.Succeeded + CallsBetween;
            var heard = ledger.Acknowledged.Count;
            await Remains.UntilAsync(
                () => ledger.Succeeded >= enough && ledger.Acknowledged.Count > heard, () => $"no progress after {restart} restarts", limit);
            await router.KillAsync(limit);
            await router.StartAsync(limit);
        }

        await stop.CancelAsync();
        await Task.WhenAll(load).WaitAsync(limit);
        await ledger.CallAsync(calling.CreateRpcClient(target), "last", TimeSpan.FromSeconds(30), starvation, limit);
        ledger.Served.ShouldContainKey("last");
        await Remains.NothingPendsAsync(calling.Bus, limit);
        await Remains.NothingPendsAsync(serving.Bus, limit);
        Remains.Sockets(router.Port).ShouldBe(2);
        server.Running.ShouldBe(0);
        return serving.Status.Product;

        async Task CallAsync(int number)
        {
            var client = calling.CreateRpcClient(target).Prepare(timeout: CallTimeout);
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                await ledger.CallAsync(client, $"{number}.{i}", CallTimeout, starvation, limit);
            }
        }

        async Task EmitAsync(int number)
        {
            var notifier = calling.CreateNotifier("publisher", "killed");
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                await ledger.NotifyAsync(notifier, $"event-{number}-{i}", limit);
            }
        }
    }
}
