using Amqp1.Filters;
using Amqp1.Notifications;

namespace Amqp1.Core.Tests.Notifications;

/// <summary>Tests of enqueued notifications on the wire.</summary>
public sealed class EnqueueTests : FaultTest
{
    [Fact]
    public async Task Enqueued_notifications_are_sent_as_they_were_when_they_were_added()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Accept);
        await using var driver = Driver.Start(peer);
        var payload = new Dictionary<string, int> { ["n"] = 1 };
        var notifier = driver.Notifier("topic").Prepare(publisherId: "compute.other");

        notifier.Enqueue(NotificationPriority.Info, "first", payload).ShouldBeTrue();
        payload["n"] = 2;
        notifier.Enqueue(NotificationPriority.Info, "second", payload).ShouldBeTrue();
        await driver.Transport.FlushNotificationsAsync(Limit);

        peer.Transfers().Select(sent => (sent.Body.Contains("compute.other", StringComparison.Ordinal), sent.Body.Contains("\\\"n\\\": 1", StringComparison.Ordinal) || sent.Body.Contains("\\\"n\\\":1", StringComparison.Ordinal)))
            .ShouldBe([(true, true), (true, false)]);
    }

    [Fact]
    public async Task Filters_enclose_the_sending()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Accept);
        await using var driver = Driver.Start(peer);
        driver.Transport.Filters = [new DelegateFilter((context, next) =>
        {
            context.Kind.ShouldBe(MessagingFilterKind.Notify);
            context.Context = MessagingContext.FromEntries([new("tenant", context.Name)]);
            return context.Name == "unwanted" ? Task.CompletedTask : next(context);
        })];
        var notifier = driver.Notifier("topic");

        notifier.Enqueue(NotificationPriority.Info, "unwanted", null);
        notifier.Enqueue(NotificationPriority.Info, "wanted", null);
        await driver.Transport.FlushNotificationsAsync(Limit);

        peer.Transfers().ShouldHaveSingleItem().Body.ShouldContain("tenant");
    }

    [Fact]
    public async Task A_stopped_transport_takes_no_more()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        var notifier = driver.Notifier("topic");
        await driver.Transport.StopAsync();

        Should.Throw<ObjectDisposedException>(() => notifier.Enqueue(NotificationPriority.Info, "late", null));
    }
}
