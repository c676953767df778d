using Amqp1.Conformance.Tests.Harness;
using Amqp1.Notifications;

namespace Amqp1.Conformance.Tests;

/// <summary>Conformance tests of notifications.</summary>
public abstract class NotificationConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    [Theory]
    [InlineData("messaging")]
    [InlineData("messagingv2")]
    [Trait("Conformance", "20")]
    public async Task Notifications_of_two_topics_and_priorities_find_their_listeners(string format)
    {
        var here = await ConnectAsync(options => options.Notifications.Drivers = [format]);
        var there = await ConnectAsync();
        var first = new TestListener(Topic + "-1");
        var second = new TestListener(Topic + "-2");
        await there.ListenAsync(first, Limit);
        await there.ListenAsync(second, Limit);

        await here.Notifier(Topic + "-1").InfoAsync("created", new { a = 1 }, cancel: Limit);
        await here.Notifier(Topic + "-1").ErrorAsync("broke", new { a = 2 }, cancel: Limit);
        await here.Notifier(Topic + "-2").InfoAsync("deleted", new { a = 3 }, cancel: Limit);

        (await first.Received.ReachAsync<string>(2, cancel: Limit)).ShouldBe(["Info created {\"a\":1}", "Error broke {\"a\":2}"], ignoreOrder: true);
        (await second.Received.ReachAsync<string>(1, cancel: Limit)).ShouldBe(["Info deleted {\"a\":3}"]);
    }

    [Fact]
    [Trait("Conformance", "20")]
    public async Task A_notification_for_nobody_fails_at_a_router_and_is_kept_by_a_broker()
    {
        var here = await ConnectAsync(options =>
        {
            options.Notifications.Retry = 0;
            options.Notifications.SendTimeout = TimeSpan.FromSeconds(StoresNotifications ? 30 : 1);
        });
        var sent = here.Notifier(Topic).InfoAsync("kept", null, cancel: Limit);
        if (!StoresNotifications)
        {
            await Should.ThrowAsync<MessageDeliveryException>(sent);
            return;
        }

        await sent;
        var listener = new TestListener(Topic);
        await here.ListenAsync(listener, Limit);
        (await listener.Received.FirstAsync<string>(cancel: Limit)).ShouldStartWith("Info kept");
    }

    [Fact]
    [Trait("Conformance", "14")]
    public async Task A_requeued_notification_comes_again()
    {
        var here = await ConnectAsync();
        var there = await ConnectAsync();
        var times = 0;
        var listener = new TestListener(Topic, _ => Interlocked.Increment(ref times) == 1 ? NotificationResult.Requeue : NotificationResult.Handled);
        await there.ListenAsync(listener, Limit);

        await here.Notifier(Topic).InfoAsync("event", null, cancel: Limit);
        await listener.Received.ReachAsync<string>(2, cancel: Limit);
        await here.Notifier(Topic).InfoAsync("next", null, cancel: Limit);

        await listener.Received.FirstAsync<string>(text => text.StartsWith("Info next", StringComparison.Ordinal), Limit);
        listener.Received.Count<string>().ShouldBe(3);
    }

    [Fact]
    [Trait("Conformance", "21")]
    public async Task A_released_notification_without_retries_fails()
    {
        Assert.SkipWhen(StoresNotifications, AnswersItself);
        var here = await ConnectAsync(options => options.Notifications.Retry = 0);
        var there = await ConnectAsync();
        var listener = new TestListener(Topic, _ => NotificationResult.Requeue);
        await there.ListenAsync(listener, Limit);

        await Should.ThrowAsync<MessageDeliveryException>(here.Notifier(Topic).InfoAsync("event", null, cancel: Limit));

        listener.Received.Count<string>().ShouldBe(1);
    }

    [Fact]
    [Trait("Conformance", "23")]
    public async Task A_pre_settled_notification_arrives_and_unknown_words_are_ignored()
    {
        Assert.SkipUnless(Intermediary.UsesAmqp1Format, HasNoPreSettled);
        var here = await ConnectAsync(query: "&pre_settled=notify,unknown,words");
        var there = await ConnectAsync();
        var listener = new TestListener(Topic);
        await there.ListenAsync(listener, Limit);

        await here.Notifier(Topic).InfoAsync("event", null, cancel: Limit);

        (await listener.Received.FirstAsync<string>(cancel: Limit)).ShouldStartWith("Info event");
    }
}
