using Amqp1.Configuration;
using Amqp1.Notifications;
using Microsoft.Extensions.Logging;

namespace Amqp1.Core.Tests.Notifications;

/// <summary>Tests of notifications through a friendly peer and through a peer that does not settle.</summary>
public sealed class NotificationTests : FaultTest
{
    [Theory]
    [InlineData("messaging")]
    [InlineData("messagingv2")]
    [Trait("Conformance", "20")]
    public async Task Notifications_of_three_topics_and_priorities_arrive_and_those_for_nobody_fail(string format)
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, options =>
        {
            options.Notifications.Drivers = [format];
            options.Notifications.Retry = 0;
        });
        var first = new TestListener("topic-1");
        var second = new TestListener("topic-2");
        await driver.ListenAsync(first, Limit);
        await driver.ListenAsync(second, Limit);

        await driver.Notifier("topic-1").InfoAsync("created", new { a = 1 }, cancel: Limit);
        await driver.Notifier("topic-1").ErrorAsync("broke", new { a = 2 }, cancel: Limit);
        await driver.Notifier("topic-2").InfoAsync("deleted", new { a = 3 }, cancel: Limit);
        await Should.ThrowAsync<MessageDeliveryException>(driver.Notifier("topic-1").DebugAsync("none", null, cancel: Limit));
        await Should.ThrowAsync<MessageDeliveryException>(driver.Notifier("topic-3").InfoAsync("none", null, cancel: Limit));

        (await first.Received.ReachAsync<string>(2, cancel: Limit)).ShouldBe(["Info created {\"a\":1}", "Error broke {\"a\":2}"], ignoreOrder: true);
        (await second.Received.FirstAsync<string>(cancel: Limit)).ShouldBe("Info deleted {\"a\":3}");
        peer.Transfers().Count.ShouldBe(5);
    }

    [Fact]
    [Trait("Conformance", "14")]
    public async Task A_requeued_notification_is_released_once_and_comes_again()
    {
        await using var peer = ScriptedPeer.Start(script => script.SettlesEndToEnd = true);
        await using var driver = Driver.Start(peer);
        var times = 0;
        var listener = new TestListener("topic", _ => Interlocked.Increment(ref times) == 1 ? NotificationResult.Requeue : NotificationResult.Handled);
        await driver.ListenAsync(listener, Limit);

        await driver.Notifier("topic").InfoAsync("event", null, cancel: Limit);

        var settled = await peer.Events.ReachAsync<DeliverySettled>(2, cancel: Limit);
        settled.Select(one => one.State!.GetType()).ShouldBe([typeof(Amqp.Framing.Released), typeof(Amqp.Framing.Accepted)]);
        listener.Received.Count<string>().ShouldBe(2);
    }

    [Fact]
    [Trait("Conformance", "21")]
    public async Task A_released_notification_without_retries_fails()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Release);
        await using var driver = Driver.Start(peer, options => options.Notifications.Retry = 0);

        await Should.ThrowAsync<MessageDeliveryException>(driver.Notifier("topic").InfoAsync("event", null, cancel: Limit));

        peer.Transfers().Count.ShouldBe(1);
    }

    [Fact]
    [Trait("Conformance", "22")]
    public async Task A_notification_that_is_never_settled_fails_at_its_deadline()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Nothing);
        await using var driver = Driver.Start(peer, options => options.Notifications.SendTimeout = TimeSpan.FromMilliseconds(300));

        await Should.ThrowAsync<MessageDeliveryException>(driver.Notifier("topic").InfoAsync("event", null, cancel: Limit));
    }

    [Fact]
    [Trait("Conformance", "23")]
    public async Task A_pre_settled_notification_needs_no_outcome_and_unknown_words_are_ignored_with_a_warning()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Nothing);
        using var log = new LogLines();
        await using var driver = Driver.Start($"{peer.Url}?pre_settled=notify,unknown,words", loggers: log);

        await driver.Notifier("topic").InfoAsync("event", null, cancel: Limit);

        (await peer.TransferAsync(_ => true, Limit)).Settled.ShouldBeTrue();
        var warnings = log.All.Where(line => line.Level == LogLevel.Warning).Select(line => line.Text).ToArray();
        warnings.Length.ShouldBe(2);
        warnings[0].ShouldContain("'unknown'");
        warnings[1].ShouldContain("'words'");
    }

    [Fact]
    public async Task A_notification_that_waits_to_be_sent_again_fails_when_the_transport_is_stopped()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Release);
        var driver = Driver.Start(peer, options =>
        {
            options.Connection.LinkRetryDelay = TimeSpan.FromMinutes(1);
            options.Notifications.Retry = 5;
        });
        var sent = driver.Notifier("topic").InfoAsync("event", null, cancel: Limit);
        await peer.TransferAsync(_ => true, Limit);
        peer.Script.Answer = _ => PeerAnswer.Accept;
        // The acceptance of a later message proves that the outcome of the first one was received.
        await driver.Notifier("other").InfoAsync("event", null, cancel: Limit);

        await driver.DisposeAsync();

        await Should.ThrowAsync<MessageDeliveryException>(sent.WaitAsync(Limit));
    }
}
