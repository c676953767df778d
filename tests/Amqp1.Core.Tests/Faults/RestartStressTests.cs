namespace Amqp1.Core.Tests.Faults;

/// <summary>Tests with a peer that is killed and restarted again and again under load.</summary>
[Collection(nameof(StressGroup))]
public sealed class RestartStressTests : FaultTest
{
    private const int Restarts = 30;
    private const int MessagesBetween = 150;
    private const int Callers = 32;
    private const int Emitters = 4;
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Every_call_ends_once_in_time_and_no_accepted_notification_is_lost()
    {
        using var unobserved = new UnobservedExceptions();
        using var starvation = new Starvation();
        var ledger = new Ledger();
        using var progress = new SemaphoreSlim(0);
        await using var peer = ScriptedPeer.Start(script =>
        {
            script.SettlesEndToEnd = true;
            script.RecordsEvents = false;
            script.Answer = _ =>
            {
                progress.Release();
                return PeerAnswer.Route;
            };
        });
        await using (var serving = Driver.Start(peer))
        await using (var calling = Driver.Start(peer))
        {
            await serving.ServeAsync(ledger.Endpoint(), cancel: Limit);
            await serving.ListenAsync(ledger.Listener("topic"), Limit);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Limit);
            Task[] load =
            [
                .. Enumerable.Range(0, Callers).Select(number => Task.Run(() => CallAsync(calling, number, ledger, starvation, stop.Token))),
                .. Enumerable.Range(0, Emitters).Select(number => Task.Run(() => EmitAsync(calling, number, ledger, stop.Token))),
            ];
            for (var restart = 0; restart < Restarts; restart++)
            {
                for (var i = 0; i < MessagesBetween; i++)
                {
                    await progress.WaitAsync(Limit);
                }

                if (restart % 3 == 0)
                {
                    peer.CloseAll();
                }

                await peer.StopAsync(reset: restart % 3 == 1);
                peer.Resume();
            }

            await stop.CancelAsync();
            await Task.WhenAll(load).WaitAsync(Limit);
            (await calling.Client().CallAsync<string>("echo", Echo("last"), Limit)).ShouldBe("last");
            await Remains.NothingPendsAsync(calling.Transport.Bus, Limit);
            await Remains.NothingPendsAsync(serving.Transport.Bus, Limit);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{ledger.Succeeded} calls succeeded; {ledger.Acknowledged.Count} notifications accepted; starved for {starvation.Total}");
        ledger.Untyped.ShouldBeEmpty();
        ledger.Overruns.ShouldBeEmpty();
        ledger.Succeeded.ShouldBeGreaterThan(0);
        ledger.Acknowledged.ShouldNotBeEmpty();
        ledger.Acknowledged.Where(name => !ledger.Received.ContainsKey(name)).ShouldBeEmpty("accepted notifications that never arrived");
        ledger.Served.Where(pair => pair.Value > 1).ShouldBeEmpty("requests that were served more than once");
        unobserved.Collected().ShouldBeEmpty();
    }

    private async Task CallAsync(Driver driver, int number, Ledger ledger, Starvation starvation, CancellationToken stop)
    {
        var client = driver.Client(timeout: CallTimeout);
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            await ledger.CallAsync(client, $"{number}.{i}", CallTimeout, starvation, Limit);
        }
    }

    private async Task EmitAsync(Driver driver, int number, Ledger ledger, CancellationToken stop)
    {
        var notifier = driver.Notifier("topic");
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            await ledger.NotifyAsync(notifier, $"event-{number}-{i}", Limit);
        }
    }
}
