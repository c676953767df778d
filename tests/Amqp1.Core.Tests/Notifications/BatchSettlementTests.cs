using Amqp.Framing;
using Amqp1.Notifications;

namespace Amqp1.Core.Tests.Notifications;

/// <summary>Tests that all notifications of a batch with the same priority are settled together, as its handlers decide.</summary>
public sealed class BatchSettlementTests : FaultTest
{
    private readonly EventLog<int> _handled = new();
    private readonly LogRecords _log = new();
    private int _times;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_batch_whose_handler_throws_comes_again_only_where_that_is_asked_for(bool requeues)
    {
        await using var peer = ScriptedPeer.Start(script => script.SettlesEndToEnd = true);
        await using var driver = Driver.Start(peer, loggers: _log);
        await using var listener = await ListenAsync(driver, Endpoint(
            _ => ++_times == 1 ? throw new InvalidOperationException("scripted") : NotificationResult.Handled, requeues));

        await NotifyTwiceAsync(driver);

        (await SettledAsync(peer, requeues ? 4 : 2)).ShouldBe(requeues ? [typeof(Released), typeof(Released), typeof(Accepted), typeof(Accepted)] : [typeof(Accepted), typeof(Accepted)]);
        (await _log.FirstAsync(1207, Limit)).Exception.ShouldBeOfType<InvalidOperationException>();
    }

    [Fact]
    public async Task A_batch_that_a_handler_gives_back_comes_again_and_reaches_no_further_endpoint()
    {
        await using var peer = ScriptedPeer.Start(script => script.SettlesEndToEnd = true);
        await using var driver = Driver.Start(peer);
        await using var listener = await ListenAsync(
            driver,
            Endpoint(_ => ++_times == 1 ? NotificationResult.Requeue : NotificationResult.Handled),
            Endpoint(count =>
            {
                _handled.Add(count);
                return NotificationResult.Handled;
            }));

        await NotifyTwiceAsync(driver);

        (await SettledAsync(peer, 4)).ShouldBe([typeof(Released), typeof(Released), typeof(Accepted), typeof(Accepted)]);
        _handled.All<int>().ShouldBe([2]);
    }

    [Fact]
    public async Task An_endpoint_gets_the_part_of_a_batch_that_passes_its_filter()
    {
        await using var peer = ScriptedPeer.Start(script => script.SettlesEndToEnd = true);
        await using var driver = Driver.Start(peer);
        await using var listener = await ListenAsync(
            driver,
            Endpoint(_ => throw new InvalidOperationException("nothing passes"), filter: new NotificationFilter(eventType: "none")),
            Endpoint(
                count =>
                {
                    _handled.Add(count);
                    return NotificationResult.Handled;
                },
                filter: new NotificationFilter(eventType: "two")));

        await NotifyTwiceAsync(driver);

        (await SettledAsync(peer, 2)).ShouldBe([typeof(Accepted), typeof(Accepted)]);
        _handled.All<int>().ShouldBe([1]);
    }

    /// <summary>Returns the outcomes of that many first deliveries, in order.</summary>
    private async Task<Type[]> SettledAsync(ScriptedPeer peer, int count) =>
        [.. (await peer.Events.ReachAsync<DeliverySettled>(count, cancel: Limit)).Select(one => one.State!.GetType())];

    private async Task NotifyTwiceAsync(Driver driver) => await Task.WhenAll(
        driver.Notifier("news").InfoAsync("one", null, cancel: Limit),
        driver.Notifier("news").InfoAsync("two", null, cancel: Limit));

    private async Task<NotificationListener> ListenAsync(Driver driver, params NotificationEndpointDescriptor[] endpoints)
    {
        var listener = driver.Transport.CreateNotificationListener([.. endpoints.Select(endpoint => (endpoint, (object)this))]);
        listener.Start();
        await listener.WaitUntilListeningAsync(Limit);
        return listener;
    }

    private static NotificationEndpointDescriptor Endpoint(Func<int, NotificationResult> handle, bool requeues = false, NotificationFilter? filter = null) => new(
        typeof(BatchSettlementTests), "news", filter ?? NotificationFilter.Any, new Dictionary<NotificationPriority, NotificationInvoker>(), requeues)
    {
        BatchHandlers = new Dictionary<NotificationPriority, NotificationBatchInvoker>
        {
            [NotificationPriority.Info] = (_, invocation) => ValueTask.FromResult(handle(invocation.Count)),
        },
        BatchSize = 2,
        BatchTimeout = TimeSpan.FromMinutes(10),
    };
}
