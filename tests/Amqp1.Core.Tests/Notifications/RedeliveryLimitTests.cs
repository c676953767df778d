using System.Text.Json;
using Amqp.Framing;
using Amqp1.Filters;
using Amqp1.Notifications;
using Microsoft.Extensions.Logging;

namespace Amqp1.Core.Tests.Notifications;

/// <summary>Tests of notifications whose handlers fail again and again.</summary>
public sealed class RedeliveryLimitTests : FaultTest
{
    private const int DeadLettered = 1216;
    private const int NotDeadLettered = 1217;

    private readonly EventLog<string> _called = new();
    private readonly LogRecords _log = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_notification_that_fails_too_often_goes_to_the_dead_letter_topic_unchanged(bool inBatches)
    {
        await using var peer = ScriptedPeer.Start(script => script.SettlesEndToEnd = true);
        await using var driver = Start(peer);
        await using var dead = await ListenAsync(driver, Single("dead", Handle));
        await using var listener = await ListenAsync(driver, inBatches ? Batch("news", Fail) : Single("news", Fail));

        await driver.Transport.CreateNotifier("compute.host-7", "news").InfoAsync("event", new { number = 7 }, MessagingContext.FromEntries([new("user", "ada")]), Limit);

        string[] expected = ["news", "news", "news", "dead compute.host-7 event {\"number\":7} ada"];
        var ids = _called.All<string>().Select(call => call.Split('|')[0]).Distinct().ToArray();
        ids.ShouldHaveSingleItem();
        _called.All<string>().Select(call => call.Split('|')[1]).ShouldBe(expected);
        (await SettledAsync(peer, 4)).ShouldBe([typeof(Released), typeof(Released), typeof(Accepted), typeof(Accepted)]);
        var record = await _log.FirstAsync(DeadLettered, Limit);
        (record.Level, record.Text).ShouldBe((LogLevel.Error, $"Notification event with ID {ids[0]} of topic news was sent to the dead-letter topic dead after 3 failed deliveries"));
    }

    [Fact]
    public async Task A_notification_that_is_handled_in_time_is_not_a_dead_letter_and_its_failures_are_forgotten()
    {
        await using var peer = ScriptedPeer.Start(script => script.SettlesEndToEnd = true);
        await using var driver = Start(peer);
        var deliveries = 0;
        await using var listener = await ListenAsync(driver, Single("news", invocation => ++deliveries % 3 == 0 ? Handle(invocation) : Fail(invocation)));

        await driver.Notifier("news").InfoAsync("first", null, cancel: Limit);
        await driver.Notifier("news").InfoAsync("second", null, cancel: Limit);

        deliveries.ShouldBe(6);
        _log.All.Count<LogRecord>(record => record.Id is DeadLettered or NotDeadLettered).ShouldBe(0);
    }

    [Fact]
    public async Task A_dead_letter_that_the_bus_refuses_is_not_lost()
    {
        var refused = 0;
        await using var peer = ScriptedPeer.Start(script =>
        {
            script.SettlesEndToEnd = true;
            script.Answer = transfer => transfer.To.Contains("dead", StringComparison.Ordinal) && Interlocked.Increment(ref refused) == 1 ? PeerAnswer.Reject("amqp:not-allowed") : PeerAnswer.Route;
        });
        await using var driver = Start(peer);
        await using var dead = await ListenAsync(driver, Single("dead", Handle));
        await using var listener = await ListenAsync(driver, Single("news", Fail));

        await driver.Notifier("news").InfoAsync("event", null, cancel: Limit);

        _called.All<string>().Count(call => call.EndsWith("|news", StringComparison.Ordinal)).ShouldBe(4);
        _called.All<string>().Count(call => call.Contains("|dead", StringComparison.Ordinal)).ShouldBe(1);
        _log.All.Count<LogRecord>(record => record.Id == NotDeadLettered).ShouldBe(1);
        (await _log.FirstAsync(DeadLettered, Limit)).Text.ShouldEndWith("after 4 failed deliveries");
    }

    [Fact]
    public async Task A_dead_letter_that_fails_is_not_sent_to_its_own_topic()
    {
        await using var peer = ScriptedPeer.Start(script => script.SettlesEndToEnd = true);
        await using var driver = Start(peer);
        var deliveries = 0;
        await using var dead = await ListenAsync(driver, Single("dead", invocation => ++deliveries < 6 ? Fail(invocation) : Handle(invocation)));

        await driver.Notifier("dead").InfoAsync("event", null, cancel: Limit);

        deliveries.ShouldBe(6);
        _log.All.Count<LogRecord>(record => record.Id is DeadLettered or NotDeadLettered).ShouldBe(0);
    }

    [Fact]
    public async Task A_refusal_by_a_filter_is_not_a_failed_delivery()
    {
        await using var peer = ScriptedPeer.Start(script => script.SettlesEndToEnd = true);
        await using var driver = Start(peer);
        var refusals = 0;
        driver.Transport.Filters = [new DelegateFilter((context, next) => context.Kind == MessagingFilterKind.Listen && ++refusals < 6 ? throw new Refusal() : next(context))];
        await using var listener = await ListenAsync(driver, Single("news", Handle));

        await driver.Notifier("news").InfoAsync("event", null, cancel: Limit);

        _called.All<string>().Count.ShouldBe(1);
        _log.All.Count<LogRecord>(record => record.Id is DeadLettered or NotDeadLettered).ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_notification_that_the_intermediary_has_delivered_too_often_is_not_handled_again(bool inBatches)
    {
        await using var peer = ScriptedPeer.Start(script =>
            script.Answer = static transfer => transfer.To.Contains("news", StringComparison.Ordinal) ? PeerAnswer.Accept : PeerAnswer.Route);
        await using var driver = Start(peer);
        await using var dead = await ListenAsync(driver, Single("dead", Handle));
        await using var listener = await ListenAsync(driver, inBatches ? Batch("news", Fail) : Single("news", Fail));
        await driver.Notifier("news").InfoAsync("event", null, cancel: Limit);
        var message = peer.Transfers().ShouldHaveSingleItem().Message;
        message.Header = new Header { DeliveryCount = 3 };

        peer.Deliver(peer.Links(link => link.Address.EndsWith("news.info", StringComparison.Ordinal) && !link.ClientSends)[0], message);

        (await _log.FirstAsync(DeadLettered, Limit)).Text.ShouldEndWith("after 3 failed deliveries");
        // The peer accepts the dead letter before its listener has handled it.
        (await _called.ReachAsync<string>(1, cancel: Limit)).ShouldHaveSingleItem().ShouldContain("|dead");
    }

    private static ValueTask<NotificationResult> Handle(Notification<JsonElement> notification) => ValueTask.FromResult(NotificationResult.Handled);

    private static ValueTask<NotificationResult> Fail(Notification<JsonElement> notification) => throw new InvalidOperationException("scripted");

    private Driver Start(ScriptedPeer peer) => Driver.Start(
        peer,
        options => (options.Notifications.MaxDeliveries, options.Notifications.DeadLetterTopic) = (3, "dead"),
        loggers: _log);

    private async Task<Type[]> SettledAsync(ScriptedPeer peer, int count) =>
        [.. (await peer.Events.ReachAsync<DeliverySettled>(count, cancel: Limit)).Select(one => one.State!.GetType())];

    private async Task<NotificationListener> ListenAsync(Driver driver, NotificationEndpointDescriptor endpoint)
    {
        var listener = driver.Transport.CreateNotificationListener([(endpoint, this)]);
        listener.Start();
        await listener.WaitUntilListeningAsync(Limit);
        return listener;
    }

    private void Record(string topic, Notification<JsonElement> notification) => _called.Add(topic == "dead"
        ? $"{notification.MessageId}|dead {notification.PublisherId} {notification.EventType} {notification.Payload} {notification.Context["user"]}"
        : $"{notification.MessageId}|{topic}");

    private NotificationEndpointDescriptor Single(string topic, Func<Notification<JsonElement>, ValueTask<NotificationResult>> handle) => new(
        typeof(RedeliveryLimitTests),
        topic,
        NotificationFilter.Any,
        new Dictionary<NotificationPriority, NotificationInvoker>
        {
            [NotificationPriority.Info] = (_, invocation) =>
            {
                var notification = invocation.Read<JsonElement>();
                Record(topic, notification);
                return handle(notification);
            },
        },
        RequeueOnFailure: true);

    private NotificationEndpointDescriptor Batch(string topic, Func<Notification<JsonElement>, ValueTask<NotificationResult>> handle) => new(
        typeof(RedeliveryLimitTests), topic, NotificationFilter.Any, new Dictionary<NotificationPriority, NotificationInvoker>(), RequeueOnFailure: true)
    {
        BatchHandlers = new Dictionary<NotificationPriority, NotificationBatchInvoker>
        {
            [NotificationPriority.Info] = (_, invocation) =>
            {
                var notification = invocation.Read<JsonElement>()[0];
                Record(topic, notification);
                return handle(notification);
            },
        },
        BatchSize = 1,
    };

    private sealed class Refusal() : MessagingException("too many"), IRefusal;
}
