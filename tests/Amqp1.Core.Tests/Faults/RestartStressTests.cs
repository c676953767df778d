using System.Collections.Concurrent;
using System.Diagnostics;
using Amqp1.Core.Tests.Faults.Peer;
using Amqp1.Notifications;

namespace Amqp1.Core.Tests.Faults;

/// <summary>A peer that is killed and comes back, again and again, under load.</summary>
[Collection(nameof(StressGroup))]
public sealed class RestartStressTests : FaultTest
{
    private const int Restarts = 30;
    private const int MessagesBetween = 150;
    private const int Callers = 32;
    private const int Emitters = 4;
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(2);

    /// <summary>What a machine with other things to do may add to a deadline; a call that hangs exceeds any such allowance.</summary>
    private static readonly TimeSpan Allowance = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<string, int> _served = new();
    private readonly ConcurrentDictionary<string, byte> _received = new();
    private readonly ConcurrentBag<string> _accepted = [];
    private readonly ConcurrentBag<Exception> _unobserved = [];
    private int _succeeded;
    private int _failed;

    [Fact]
    public async Task Every_call_ends_once_in_time_and_no_accepted_notification_is_lost()
    {
        void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs unobserved) => _unobserved.Add(unobserved.Exception);
        Collect();
        TaskScheduler.UnobservedTaskException += OnUnobserved;
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
            await serving.ServeAsync(
                new TestEndpoint((_, data) =>
                {
                    _served.AddOrUpdate(data, 1, static (_, times) => times + 1);
                    return Task.FromResult(data);
                }),
                cancel: Limit);
            await serving.ListenAsync(
                new TestListener("topic", text =>
                {
                    _received.TryAdd(text, 0);
                    return NotificationResult.Handled;
                }),
                Limit);
            using var stop = new CancellationTokenSource();
            Task[] load =
            [
                .. Enumerable.Range(0, Callers).Select(number => Task.Run(() => CallAsync(calling, number, stop.Token))),
                .. Enumerable.Range(0, Emitters).Select(number => Task.Run(() => EmitAsync(calling, number, stop.Token))),
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
            await NothingIsLeftAsync(calling);
            await NothingIsLeftAsync(serving);
        }

        Collect();
        TaskScheduler.UnobservedTaskException -= OnUnobserved;
        TestContext.Current.TestOutputHelper?.WriteLine($"{_succeeded} calls succeeded, {_failed} failed; {_accepted.Count} notifications accepted");
        _succeeded.ShouldBeGreaterThan(0);
        _accepted.ShouldNotBeEmpty();
        _accepted.Where(text => !_received.ContainsKey(text)).ShouldBeEmpty("accepted notifications that never arrived");
        _served.Where(pair => pair.Value > 1).ShouldBeEmpty("requests that were served more than once");
        _unobserved.ShouldBeEmpty();
    }

    /// <summary>Lets everything that nobody holds any more report its exception.</summary>
    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private async Task CallAsync(Driver driver, int number, CancellationToken stop)
    {
        var client = driver.Client(timeout: CallTimeout);
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var data = $"{number}.{i}";
            var started = Stopwatch.GetTimestamp();
            try
            {
                (await client.CallAsync<string>("echo", Echo(data), Limit)).ShouldBe(data);
                Interlocked.Increment(ref _succeeded);
            }
            catch (MessagingException)
            {
                Interlocked.Increment(ref _failed);
            }

            Stopwatch.GetElapsedTime(started).ShouldBeLessThan(CallTimeout + Allowance);
        }
    }

    private async Task EmitAsync(Driver driver, int number, CancellationToken stop)
    {
        var notifier = driver.Notifier("topic");
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            try
            {
                await notifier.InfoAsync($"event-{number}-{i}", 0, cancel: Limit);
                _accepted.Add($"Info event-{number}-{i} 0");
            }
            catch (MessageDeliveryException)
            {
                // In doubt: it may have arrived or not, and its sender knows.
            }
        }
    }

    /// <summary>Waits until nothing is pending but the sweep of idle senders.</summary>
    private async Task NothingIsLeftAsync(Driver driver)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var bus = driver.Transport.Bus;
        try
        {
            while (bus.PendingCalls > 0 || bus.PendingDeliveries > 0 || bus.Deadlines.Count > 1)
            {
                await look.WaitForNextTickAsync(Limit);
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"Left behind: {bus.PendingCalls} calls, {bus.PendingDeliveries} deliveries, {bus.Deadlines.Count} deadlines.");
        }
    }
}
