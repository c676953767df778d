using Amqp1.Core.Tests.Faults.Peer;
using Amqp1.Notifications;
using Microsoft.Extensions.Logging;

namespace Amqp1.Core.Tests.Faults;

/// <summary>What methods register with their tokens runs while a server stops; it must not spoil the stop.</summary>
public sealed class StopTests : FaultTest
{
    private readonly LogRecords _log = new();

    [Fact]
    public async Task A_server_stops_though_a_callback_on_a_requests_token_throws()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, options => options.Rpc.DrainTimeout = TimeSpan.Zero, loggers: _log);
        var begun = new TaskCompletionSource();
        var server = await driver.ServeAsync(
            new TestEndpoint(async (invocation, data) =>
            {
                using var thrower = invocation.Cancellation.Register(() => throw new InvalidOperationException("from a callback"));
                begun.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, invocation.Cancellation);
                return data;
            }),
            cancel: Limit);
        var call = driver.Client().CallAsync<string>("echo", Echo("x"), Limit);
        await begun.Task.WaitAsync(Limit);

        await server.StopAsync(Limit);

        (await _log.FirstAsync(1007, Limit)).Exception!.ToString().ShouldContain("from a callback");
        await Should.ThrowAsync<TimeoutException>(call);
        await peer.Events.ReachAsync<LinkDetached>(3, cancel: Limit);
    }

    [Fact]
    public async Task A_listener_stops_though_a_callback_on_its_token_throws()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, options => options.Rpc.DrainTimeout = TimeSpan.Zero, loggers: _log);
        var begun = new TaskCompletionSource();
        await using var listener = driver.Transport.CreateNotificationListener([(
            new NotificationEndpointDescriptor(
                typeof(StopTests),
                "topic",
                NotificationFilter.Any,
                new Dictionary<NotificationPriority, NotificationInvoker>
                {
                    [NotificationPriority.Info] = async (_, invocation) =>
                    {
                        using var thrower = invocation.Cancellation.Register(() => throw new InvalidOperationException("from a callback"));
                        begun.SetResult();
                        await Task.Delay(Timeout.InfiniteTimeSpan, invocation.Cancellation);
                        return NotificationResult.Handled;
                    },
                }),
            this)]);
        listener.Start();
        await listener.WaitUntilListeningAsync(Limit);
        await driver.Notifier("topic").InfoAsync("event", null, cancel: Limit);
        await begun.Task.WaitAsync(Limit);

        await listener.StopAsync(Limit);

        (await _log.FirstAsync(1007, Limit)).Level.ShouldBe(LogLevel.Error);
        await peer.Events.FirstAsync<LinkDetached>(cancel: Limit);
    }
}
