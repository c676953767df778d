using Amqp1.Notifications;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Dispatch;

/// <summary>
/// Tests that the limit of a stop counts from the beginning of the stop of a server or listener, and that the log reports the time that has
/// passed since then.
/// </summary>
public sealed class StopClockTests : FaultTest
{
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();
    private readonly LogRecords _log = new();

    [Fact]
    public async Task The_time_of_requests_begins_with_the_first_half_of_the_stop()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, time: _time, loggers: _log);
        var endpoint = UntilCancelled();
        var server = await driver.ServeAsync(endpoint, cancel: Limit);
        var call = driver.Client().CallAsync<string>("echo", Echo("x"), Limit);
        await endpoint.Requests.FirstAsync<string>(cancel: Limit);

        server.BeginStop(Drain, CancellationToken.None);

        // The links are detached at once, while the request runs, because a router may send more messages to a link that only lacks credit.
        await peer.Events.ReachAsync<LinkDetached>(3, cancel: Limit);
        _time.Advance(Drain - TimeSpan.FromMilliseconds(1));
        server.Running.ShouldBe(1);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        (await call).ShouldBe("cancelled");
        (await _log.FirstAsync(1106, Limit)).Text.ShouldContain("have not finished after 00:00:10; the limit, from Amqp1:Rpc:DrainTimeout and HostOptions.ShutdownTimeout, is 00:00:10");
        await server.StopAsync(Limit);
    }

    [Fact]
    public async Task A_stop_that_is_cut_short_says_how_long_it_has_waited()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, time: _time, loggers: _log);
        var endpoint = UntilCancelled();
        var server = await driver.ServeAsync(endpoint, cancel: Limit);
        var call = driver.Client().CallAsync<string>("echo", Echo("x"), Limit);
        await endpoint.Requests.FirstAsync<string>(cancel: Limit);
        using var shutdown = new CancellationTokenSource();

        server.BeginStop(Drain, shutdown.Token);
        var stop = server.StopAsync(shutdown.Token);
        _time.Advance(TimeSpan.FromSeconds(4));
        await shutdown.CancelAsync();

        (await call).ShouldBe("cancelled");
        await stop;
        (await _log.FirstAsync(1106, Limit)).Text.ShouldContain("have not finished after 00:00:04; the limit, from Amqp1:Rpc:DrainTimeout and HostOptions.ShutdownTimeout, is 00:00:10");
    }

    [Fact]
    public async Task The_time_of_notifications_begins_with_the_first_half_of_the_stop()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, time: _time, loggers: _log);
        using var gate = new ManualResetEventSlim();
        var listener = new TestListener("news", _ =>
        {
            gate.Wait(Limit);
            return NotificationResult.Handled;
        });
        var made = await driver.ListenAsync(listener, Limit);
        var sent = driver.Notifier("news").InfoAsync("e", new { }, cancel: Limit);
        await listener.Received.FirstAsync<string>(cancel: Limit);

        made.BeginStop(Drain, CancellationToken.None);
        _time.Advance(Drain);

        (await _log.FirstAsync(1206, Limit)).Text.ShouldContain("have not been handled after 00:00:10; the limit, from Amqp1:Notifications:DrainTimeout and HostOptions.ShutdownTimeout, is 00:00:10");
        gate.Set();
        await made.StopAsync(Limit);
        await sent;
    }

    [Theory]
    [InlineData(10, 60, 10)]
    [InlineData(60, 10, 60)]
    [InlineData(null, 10, 10)]
    public async Task A_listener_has_its_own_drain_timeout_and_otherwise_that_of_calls(int? notifications, int calls, int expected)
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(
            peer,
            options =>
            {
                options.Rpc.DrainTimeout = TimeSpan.FromSeconds(calls);
                options.Notifications.DrainTimeout = notifications is { } own ? TimeSpan.FromSeconds(own) : null;
            },
            _time,
            _log);
        using var gate = new ManualResetEventSlim();
        var listener = new TestListener("news", _ =>
        {
            gate.Wait(Limit);
            return NotificationResult.Handled;
        });
        var made = await driver.ListenAsync(listener, Limit);
        var sent = driver.Notifier("news").InfoAsync("e", new { }, cancel: Limit);
        await listener.Received.FirstAsync<string>(cancel: Limit);

        var stop = made.StopAsync(Limit);
        _time.Advance(TimeSpan.FromSeconds(expected) - TimeSpan.FromMilliseconds(1));
        _log.All.Count<LogRecord>(record => record.Id == 1206).ShouldBe(0);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        (await _log.FirstAsync(1206, Limit)).Text.ShouldContain($"is 00:{TimeSpan.FromSeconds(expected):mm\\:ss}");
        gate.Set();
        await stop;
        await sent;
    }

    [Fact]
    public async Task A_server_that_never_listened_has_nothing_to_stop()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, time: _time, loggers: _log);
        var server = driver.Transport.CreateRpcServer(new Target { Topic = "t", Server = "s" }, (TestEndpoint.Describe(new Target { Topic = "t", Server = "s" }), new TestEndpoint()));

        server.BeginStop(Drain, CancellationToken.None);
        await server.StopAsync(Limit);

        _log.All.Count<LogRecord>(record => record.Id == 1101).ShouldBe(0);
    }

    private static TestEndpoint UntilCancelled() => new(async (invocation, _) =>
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = invocation.Cancellation.Register(told.SetResult);
        await told.Task;
        return "cancelled";
    });
}
