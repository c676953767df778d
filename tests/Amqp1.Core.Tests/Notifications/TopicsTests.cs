using Amqp.Framing;
using Amqp1.Notifications;

namespace Amqp1.Core.Tests.Notifications;

/// <summary>Tests of notifiers and listeners with several topics, also of topics whose names contain dots.</summary>
public sealed class TopicsTests : FaultTest
{
    private readonly LogRecords _log = new();

    [Fact]
    public async Task A_notification_goes_to_each_topic_once_and_is_the_same_message()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = static _ => PeerAnswer.Accept);
        await using var driver = Driver.Start(peer);

        await driver.Notifier("one", "two", "three").InfoAsync("event", new { data = new string('x', 500) }, cancel: Limit);

        var sent = peer.Transfers();
        sent.Select(one => one.To.Split('.')[^2]).ShouldBe(["one", "two", "three"], ignoreOrder: true);
        sent.ShouldAllBe(one => one.To.EndsWith(".info", StringComparison.Ordinal));
        sent.Select(one => one.Body).Distinct().ShouldHaveSingleItem().ShouldContain(new string('x', 500));
    }

    [Fact]
    public async Task A_topic_that_refuses_a_notification_fails_it_and_the_others_get_it()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = static transfer =>
            transfer.To.Contains("two", StringComparison.Ordinal) ? PeerAnswer.Reject("amqp:not-allowed") : PeerAnswer.Accept);
        await using var driver = Driver.Start(peer, options => options.Notifications.Retry = 0, loggers: _log);

        var failed = await Should.ThrowAsync<MessageDeliveryException>(driver.Notifier("one", "two", "three").InfoAsync("event", null, cancel: Limit));

        failed.Condition.ShouldBe("amqp:not-allowed");
        peer.Transfers().Count.ShouldBe(3);
        _log.All.All<LogRecord>(record => record.Id == 1200).ShouldHaveSingleItem().Text.ShouldBe("Notification event to topic two was not delivered");
    }

    [Fact]
    public async Task A_topic_may_contain_dots()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        var (dotted, shorter) = (new TestListener("a.b"), new TestListener("a"));
        await using var listener = driver.Transport.CreateNotificationListener((dotted.Describe(), dotted));
        await using var other = driver.Transport.CreateNotificationListener((shorter.Describe(), shorter));
        await StartAsync(listener);
        await StartAsync(other);

        await driver.Notifier("a.b").InfoAsync("event", null, cancel: Limit);

        (await dotted.Received.FirstAsync<string>(cancel: Limit)).ShouldStartWith("Info event");
        shorter.Received.Count<string>().ShouldBe(0);
    }

    [Fact]
    public async Task Endpoints_of_one_listener_get_the_notifications_of_their_own_topics()
    {
        await using var peer = ScriptedPeer.Start(script => script.SettlesEndToEnd = true);
        await using var driver = Driver.Start(peer, loggers: _log);
        var seen = new EventLog<string>();
        NotificationEndpointDescriptor On(string topic, NotificationPriority priority) => new(
            typeof(TopicsTests),
            topic,
            NotificationFilter.Any,
            new Dictionary<NotificationPriority, NotificationInvoker>
            {
                [priority] = (_, invocation) =>
                {
                    seen.Add($"{topic} {priority} {invocation.Read<object?>().EventType}");
                    return ValueTask.FromResult(NotificationResult.Handled);
                },
            });
        await using var listener = driver.Transport.CreateNotificationListener(
            (On("one", NotificationPriority.Info), this), (On("two", NotificationPriority.Info), this), (On("one", NotificationPriority.Error), this));
        await StartAsync(listener);

        await driver.Notifier("one").InfoAsync("a", null, cancel: Limit);
        await driver.Notifier("two").InfoAsync("b", null, cancel: Limit);
        await driver.Notifier("one").ErrorAsync("c", null, cancel: Limit);

        seen.All<string>().ShouldBe(["one Info a", "two Info b", "one Error c"]);
        listener.Links.ShouldBe((3, 3));
        listener.HasListened.ShouldBeTrue();
        (await _log.FirstAsync(1201, Limit)).Text.ShouldBe("A notification listener listens to one.info two.info one.error");
        await listener.StopAsync(Limit);
        (await _log.FirstAsync(1202, Limit)).Text.ShouldBe("The notification listener of one.info two.info one.error has stopped");
    }

    [Fact]
    public async Task A_listener_only_of_batches_has_only_their_links()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, loggers: _log);
        var endpoint = new NotificationEndpointDescriptor(
            typeof(TopicsTests), "news", NotificationFilter.Any, new Dictionary<NotificationPriority, NotificationInvoker>())
        {
            BatchHandlers = new Dictionary<NotificationPriority, NotificationBatchInvoker>
            {
                [NotificationPriority.Info] = static (_, _) => ValueTask.FromResult(NotificationResult.Handled),
                [NotificationPriority.Error] = static (_, _) => ValueTask.FromResult(NotificationResult.Handled),
            },
        };
        await using var listener = driver.Transport.CreateNotificationListener((endpoint, this));

        await StartAsync(listener);

        listener.Links.ShouldBe((2, 2));
        driver.Transport.Bus.Subscriptions.Length.ShouldBe(1);
        (await _log.FirstAsync(1201, Limit)).Text.ShouldBe("A notification listener listens to news.info news.error");
    }

    [Fact]
    public async Task A_notification_that_cannot_be_read_is_rejected_and_counted()
    {
        var topic = $"topic-{Guid.NewGuid():N}";
        using var rejected = new Telemetry.Measured("amqp1.messages.rejected", topic);
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, loggers: _log);
        var endpoint = new TestListener(topic);
        await driver.ListenAsync(endpoint, Limit);

        peer.Deliver(
            peer.Links(link => link.Address.EndsWith($"{topic}.info", StringComparison.Ordinal)).Single(),
            new Amqp.Message { BodySection = new AmqpValue { Value = "[1]" } });

        var error = (await peer.Events.FirstAsync<DeliverySettled>(cancel: Limit)).State.ShouldBeOfType<Rejected>().Error;
        error.Condition.ToString().ShouldBe("amqp:decode-error");
        error.Description.ShouldContain("not a JSON object");
        (await _log.FirstAsync(1203, Limit)).Text.ShouldContain("not a JSON object");
        (await rejected.All.FirstAsync<Telemetry.Measured.Value>(cancel: Limit)).Number.ShouldBe(1);
        endpoint.Received.Count<string>().ShouldBe(0);
    }

    private async Task StartAsync(NotificationListener listener)
    {
        listener.Start();
        await listener.WaitUntilListeningAsync(Limit);
    }
}
