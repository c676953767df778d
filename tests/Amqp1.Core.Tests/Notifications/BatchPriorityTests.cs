using Amqp.Framing;
using Amqp1.Notifications;

namespace Amqp1.Core.Tests.Notifications;

/// <summary>Tests of batches whose notifications have several priorities, and of batches that are larger than the window of a link.</summary>
public sealed class BatchPriorityTests : FaultTest
{
    private static readonly NotificationPriority[] Priorities = [NotificationPriority.Info, NotificationPriority.Error, NotificationPriority.Audit];

    private readonly EventLog<string> _handled = new();
    private readonly LogRecords _log = new();

    [Fact]
    public async Task A_batch_is_handled_by_priority_in_the_order_of_their_names_and_each_endpoint_gets_those_that_it_handles()
    {
        await using var peer = ScriptedPeer.Start(script => script.SettlesEndToEnd = true);
        await using var driver = Driver.Start(peer);
        await using var listener = await ListenAsync(
            driver, Endpoint("all", 4, Priorities), Endpoint("errors", 4, NotificationPriority.Error));

        await Task.WhenAll(
            driver.Notifier("news").InfoAsync("one", null, cancel: Limit),
            driver.Notifier("news").ErrorAsync("two", null, cancel: Limit),
            driver.Notifier("news").AuditAsync("three", null, cancel: Limit),
            driver.Notifier("news").InfoAsync("four", null, cancel: Limit));

        _handled.All<string>().ShouldBe(["all Audit 1", "all Error 1", "errors Error 1", "all Info 2"]);
        (await peer.Events.ReachAsync<DeliverySettled>(4, cancel: Limit)).ShouldAllBe(settled => settled.State is Accepted);
    }

    [Fact]
    public async Task A_batch_that_is_larger_than_the_window_becomes_full()
    {
        await using var peer = ScriptedPeer.Start(script => script.SettlesEndToEnd = true);
        await using var driver = Driver.Start(peer, options => options.Notifications.ServerCredit = 1);
        await using var listener = await ListenAsync(driver, Endpoint("all", 5, NotificationPriority.Info));

        await Task.WhenAll(Enumerable.Range(0, 5).Select(i => driver.Notifier("news").InfoAsync($"{i}", null, cancel: Limit)));

        _handled.All<string>().ShouldBe(["all Info 5"]);
    }

    [Fact]
    public async Task The_failure_of_one_endpoint_keeps_the_batch_from_no_other()
    {
        await using var peer = ScriptedPeer.Start(script => script.SettlesEndToEnd = true);
        await using var driver = Driver.Start(peer, loggers: _log);
        await using var listener = await ListenAsync(
            driver,
            Endpoint("failing", 2, NotificationPriority.Info) with
            {
                BatchHandlers = new Dictionary<NotificationPriority, NotificationBatchInvoker>
                {
                    [NotificationPriority.Info] = static (_, _) => throw new OperationCanceledException("of its own"),
                },
            },
            Endpoint("all", 2, NotificationPriority.Info));

        await Task.WhenAll(Enumerable.Range(0, 2).Select(i => driver.Notifier("news").InfoAsync($"{i}", null, cancel: Limit)));

        _handled.All<string>().ShouldBe(["all Info 2"]);
        (await _log.FirstAsync(1207, Limit)).Text.ShouldBe("The handler of a batch of 2 notifications of topic news, priority info, failed");
        _log.All.Count<LogRecord>(record => record.Id == 1208).ShouldBe(0);
    }

    [Fact]
    public async Task A_stop_returns_the_notifications_of_a_batch_that_is_not_full()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = static _ => PeerAnswer.RouteSilently);
        await using var driver = Driver.Start(peer, loggers: _log);
        await using var listener = await ListenAsync(driver, Endpoint("all", 3, NotificationPriority.Info));
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Limit);
        var sent = driver.Notifier("news").InfoAsync("event", null, cancel: cancel.Token);
        await peer.TransferAsync(static _ => true, Limit);
        while (driver.Transport.Bus.Subscriptions.Single().Gauges.Sum(gauge => gauge.Unsettled) < 1)
        {
            Limit.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        await listener.StopAsync(Limit);

        (await peer.Events.FirstAsync<DeliverySettled>(cancel: Limit)).State.ShouldBeOfType<Released>();
        _handled.Count<string>().ShouldBe(0);
        _log.All.Count<LogRecord>(record => record.Id == 1206).ShouldBe(0);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(sent);
    }

    private async Task<NotificationListener> ListenAsync(Driver driver, params NotificationEndpointDescriptor[] endpoints)
    {
        var listener = driver.Transport.CreateNotificationListener([.. endpoints.Select(endpoint => (endpoint, (object)this))]);
        listener.Start();
        await listener.WaitUntilListeningAsync(Limit);
        return listener;
    }

    private NotificationEndpointDescriptor Endpoint(string name, int size, params NotificationPriority[] priorities) => new(
        typeof(BatchPriorityTests), "news", NotificationFilter.Any, new Dictionary<NotificationPriority, NotificationInvoker>())
    {
        BatchHandlers = priorities.ToDictionary(priority => priority, priority => (NotificationBatchInvoker)((_, invocation) =>
        {
            _handled.Add($"{name} {invocation.Priority} {invocation.Count}");
            return ValueTask.FromResult(NotificationResult.Handled);
        })),
        BatchSize = size,
        BatchTimeout = TimeSpan.FromMinutes(10),
    };
}
