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
                _ = invocation.Cancellation.Register(() => throw new InvalidOperationException("from a callback"));
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
                        _ = invocation.Cancellation.Register(() => throw new InvalidOperationException("from a callback"));
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_notification_whose_handler_the_stop_has_cancelled_is_given_back(bool inBatches)
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, options => options.Rpc.DrainTimeout = TimeSpan.Zero, loggers: _log);
        var begun = new TaskCompletionSource();
        var descriptor = new NotificationEndpointDescriptor(
            typeof(StopTests), "topic", NotificationFilter.Any, new Dictionary<NotificationPriority, NotificationInvoker>());
        await using var listener = driver.Transport.CreateNotificationListener([(
            inBatches
                ? descriptor with { BatchSize = 1, BatchHandlers = new Dictionary<NotificationPriority, NotificationBatchInvoker> { [NotificationPriority.Info] = (_, batch) => WaitAsync(batch.Cancellation) } }
                : descriptor with { Handlers = new Dictionary<NotificationPriority, NotificationInvoker> { [NotificationPriority.Info] = (_, one) => WaitAsync(one.Cancellation) } },
            this)]);
        listener.Start();
        await listener.WaitUntilListeningAsync(Limit);
        await driver.Notifier("topic").InfoAsync("event", null, cancel: Limit);
        await begun.Task.WaitAsync(Limit);

        await listener.StopAsync(Limit);

        (await peer.Events.FirstAsync<DeliverySettled>(cancel: Limit)).State.ShouldBeOfType<Amqp.Framing.Released>();
        _log.All.All<LogRecord>(record => record.Level >= LogLevel.Error).ShouldBeEmpty();

        async ValueTask<NotificationResult> WaitAsync(CancellationToken cancel)
        {
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancel);
            return NotificationResult.Handled;
        }
    }
}
