using System.Text.Json;
using Amqp.Framing;
using Amqp1.Configuration;
using Amqp1.Notifications;
using Amqp1.Payloads;

namespace Amqp1.Core.Tests.Payloads;

/// <summary>Tests of notifications whose payloads are stored.</summary>
public sealed class ClaimedNotificationTests : FaultTest
{
    private const int PayloadUnusable = 1218;
    private const int PayloadNotRead = 1219;

    private static readonly string Large = new('x', 5000);

    private readonly MemoryPayloadStore _store = new();
    private readonly LogRecords _log = new();
    private readonly EventLog<string> _heard = new();

    [Theory]
    [InlineData(false, "messagingv2")]
    [InlineData(true, "messagingv2")]
    [InlineData(false, "messaging")]
    public async Task A_large_payload_is_stored_and_its_listener_gets_it(bool inBatches, string format)
    {
        await using var peer = ScriptedPeer.Start(script => script.SettlesEndToEnd = true);
        await using var driver = Start(peer, options => options.Notifications.Drivers = [format]);
        await using var listener = await ListenAsync(driver, "news", inBatches);

        await driver.Notifier("news").InfoAsync("large", new { text = Large }, cancel: Limit);
        await driver.Notifier("news").InfoAsync("small", new { text = "small" }, cancel: Limit);

        (await _heard.ReachAsync<string>(2, cancel: Limit)).ShouldBe([$"news large {Large}", "news small small"]);
        var sent = peer.Transfers().Select(transfer => transfer.Body).ToArray();
        sent[0].ShouldContain("amqp1.claim");
        sent[0].Length.ShouldBeLessThan(1000);
        sent[1].ShouldNotContain("amqp1.claim");
    }

    [Fact]
    public async Task Enqueued_notifications_are_stored_when_they_are_sent()
    {
        await using var peer = ScriptedPeer.Start(script => script.SettlesEndToEnd = true);
        await using var driver = Start(peer);
        await using var listener = await ListenAsync(driver, "news");

        driver.Notifier("news").Enqueue(NotificationPriority.Info, "large", new { text = Large });
        await driver.Transport.FlushNotificationsAsync(Limit);

        _heard.All<string>().ShouldBe([$"news large {Large}"]);
        peer.Transfers().ShouldHaveSingleItem().Body.Length.ShouldBeLessThan(1000);
    }

    [Fact]
    public async Task A_notification_that_was_not_sent_leaves_nothing_in_the_store()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Reject("amqp:not-allowed"));
        await using var driver = Start(peer);

        await Should.ThrowAsync<MessageDeliveryException>(driver.Notifier("news").InfoAsync("large", new { text = Large }, cancel: Limit));

        _store.Contents.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_notification_whose_payload_does_not_exist_is_rejected_and_the_listener_goes_on(bool inBatches)
    {
        await using var peer = ScriptedPeer.Start(script => script.SettlesEndToEnd = true);
        await using var driver = Start(peer, options => options.Notifications.Retry = 0);
        await using var listener = await ListenAsync(driver, "news", inBatches);
        var stranger = JsonElement.Parse(
            $$$"""{"amqp1.claim":{"store":"memory","name":"n0123456789abcdef0123456789abcdef","length":5,"sha256":"{{{new string('0', 64)}}}"}}""");

        var rejected = await Should.ThrowAsync<MessageDeliveryException>(driver.Notifier("news").InfoAsync("stranger", stranger, cancel: Limit));
        await driver.Notifier("news").InfoAsync("next", new { text = "next" }, cancel: Limit);

        rejected.Condition.ShouldBe("amqp:not-found");
        (await _heard.ReachAsync<string>(1, cancel: Limit)).ShouldBe(["news next next"]);
        (await _log.FirstAsync(PayloadUnusable, Limit)).Text.ShouldContain("stranger");
    }

    [Fact]
    public async Task A_notification_is_returned_while_the_store_fails()
    {
        await using var peer = ScriptedPeer.Start(script => script.SettlesEndToEnd = true);
        await using var driver = Start(peer);
        await using var listener = await ListenAsync(driver, "news");
        var operations = 0;
        _store.Before = _ => ++operations == 2 ? throw new IOException("scripted") : Task.CompletedTask;

        await driver.Notifier("news").InfoAsync("large", new { text = Large }, cancel: Limit);

        _heard.All<string>().ShouldBe([$"news large {Large}"]);
        (await peer.Events.ReachAsync<DeliverySettled>(2, cancel: Limit)).Select(settled => settled.State!.GetType()).ShouldBe([typeof(Released), typeof(Accepted)]);
        _log.All.Count<LogRecord>(record => record.Id == PayloadNotRead).ShouldBe(1);
    }

    [Fact]
    public async Task A_dead_letter_is_stored_again()
    {
        await using var peer = ScriptedPeer.Start(script => script.SettlesEndToEnd = true);
        await using var driver = Start(peer, options => (options.Notifications.MaxDeliveries, options.Notifications.DeadLetterTopic) = (2, "dead"));
        await using var dead = await ListenAsync(driver, "dead");
        await using var listener = await ListenAsync(driver, "news", fails: true);

        await driver.Notifier("news").InfoAsync("large", new { text = Large }, cancel: Limit);

        (await _heard.ReachAsync<string>(3, cancel: Limit)).ShouldBe([$"news large {Large}", $"news large {Large}", $"dead large {Large}"]);
        _store.Contents.Count.ShouldBe(2);
        peer.Transfers().ShouldAllBe(transfer => transfer.Body.Length < 1000);
    }

    [Fact]
    public async Task A_listener_without_a_store_gets_the_reference()
    {
        await using var peer = ScriptedPeer.Start(script => script.SettlesEndToEnd = true);
        await using var driver = Start(peer);
        var notifier = driver.Notifier("news");
        driver.Transport.PayloadStore = null;
        var listener = new TestListener("news");
        await driver.ListenAsync(listener, Limit);

        await notifier.InfoAsync("large", new { text = Large }, cancel: Limit);

        (await listener.Received.FirstAsync<string>(cancel: Limit)).ShouldContain("amqp1.claim");
    }

    private Driver Start(ScriptedPeer peer, Action<Amqp1Options>? change = null)
    {
        var driver = Driver.Start(
            peer,
            options =>
            {
                (options.ClaimCheck.Threshold, options.ClaimCheck.StoreNotifications) = (4096, true);
                change?.Invoke(options);
            },
            loggers: _log);
        driver.Transport.PayloadStore = _store;
        return driver;
    }

    private async Task<NotificationListener> ListenAsync(Driver driver, string topic, bool inBatches = false, bool fails = false)
    {
        var singles = new Dictionary<NotificationPriority, NotificationInvoker>();
        var endpoint = new NotificationEndpointDescriptor(typeof(ClaimedNotificationTests), topic, NotificationFilter.Any, singles, RequeueOnFailure: true);
        if (inBatches)
        {
            endpoint = endpoint with
            {
                BatchHandlers = new Dictionary<NotificationPriority, NotificationBatchInvoker>
                {
                    [NotificationPriority.Info] = (_, invocation) => Hear(topic, invocation.Read<JsonElement>()[0], fails),
                },
                BatchSize = 1,
            };
        }
        else
        {
            singles.Add(NotificationPriority.Info, (_, invocation) => Hear(topic, invocation.Read<JsonElement>(), fails));
        }

        var listener = driver.Transport.CreateNotificationListener([(endpoint, this)]);
        listener.Start();
        await listener.WaitUntilListeningAsync(Limit);
        return listener;
    }

    private ValueTask<NotificationResult> Hear(string topic, Notification<JsonElement> notification, bool fails)
    {
        _heard.Add($"{topic} {notification.EventType} {notification.Payload.GetProperty("text")}");
        return fails ? throw new InvalidOperationException("scripted") : ValueTask.FromResult(NotificationResult.Handled);
    }
}
