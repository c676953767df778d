using Amqp1.Notifications;
using Microsoft.Extensions.Logging;

namespace Amqp1.Core.Tests.Faults;

/// <summary>Tests that methods, handlers and loggers that fail or are stopped do not disturb a stop or a settlement.</summary>
public sealed class ForeignCodeTests : FaultTest
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
                await new TaskCompletionSource().Task.WaitAsync(invocation.Cancellation);
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
        await using var listener = driver.Transport.CreateNotificationListener([(Describe(inBatches: false, WaitAsync), this)]);
        listener.Start();
        await listener.WaitUntilListeningAsync(Limit);
        await driver.Notifier("topic").InfoAsync("event", null, cancel: Limit);
        await begun.Task.WaitAsync(Limit);

        await listener.StopAsync(Limit);

        (await _log.FirstAsync(1007, Limit)).Level.ShouldBe(LogLevel.Error);
        await peer.Events.FirstAsync<LinkDetached>(cancel: Limit);

        async ValueTask<NotificationResult> WaitAsync(CancellationToken cancel)
        {
            _ = cancel.Register(() => throw new InvalidOperationException("from a callback"));
            begun.SetResult();
            await new TaskCompletionSource().Task.WaitAsync(cancel);
            return NotificationResult.Handled;
        }
    }

    [Theory]
    [InlineData(false, 1205)]
    [InlineData(true, 1207)]
    public async Task A_notification_is_settled_though_reporting_its_failure_fails(bool inBatches, int id)
    {
        _log.ThrowsAt = id;
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, loggers: _log);
        await using var listener = driver.Transport.CreateNotificationListener([(Describe(inBatches, _ => throw new InvalidOperationException("broken")), this)]);
        listener.Start();
        await listener.WaitUntilListeningAsync(Limit);

        await driver.Notifier("topic").InfoAsync("event", null, cancel: Limit);

        await peer.Events.FirstAsync<DeliverySettled>(cancel: Limit);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_notification_whose_handler_the_stop_has_cancelled_is_given_back(bool inBatches)
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, options => options.Rpc.DrainTimeout = TimeSpan.Zero, loggers: _log);
        var begun = new TaskCompletionSource();
        await using var listener = driver.Transport.CreateNotificationListener([(Describe(inBatches, WaitAsync), this)]);
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
            await new TaskCompletionSource().Task.WaitAsync(cancel);
            return NotificationResult.Handled;
        }
    }

    private static NotificationEndpointDescriptor Describe(bool inBatches, Func<CancellationToken, ValueTask<NotificationResult>> handle)
    {
        var none = new NotificationEndpointDescriptor(typeof(ForeignCodeTests), "topic", NotificationFilter.Any, new Dictionary<NotificationPriority, NotificationInvoker>());
        return inBatches
            ? none with { BatchSize = 1, BatchHandlers = new Dictionary<NotificationPriority, NotificationBatchInvoker> { [NotificationPriority.Info] = (_, batch) => handle(batch.Cancellation) } }
            : none with { Handlers = new Dictionary<NotificationPriority, NotificationInvoker> { [NotificationPriority.Info] = (_, one) => handle(one.Cancellation) } };
    }
}
