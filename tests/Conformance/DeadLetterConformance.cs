using System.Text.Json;
using Amqp1.Configuration;
using Amqp1.Conformance.Tests.Harness;
using Amqp1.Notifications;

namespace Amqp1.Conformance.Tests;

/// <summary>Conformance tests of notifications that fail too often, and of the dead-letter topic.</summary>
public abstract class DeadLetterConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    private const string StoresNothing = "A router has no message to deliver again when its listener is lost.";

    private string DeadTopic => Topic + "-dead";

    [Fact]
    [Trait("Conformance", "83")]
    public async Task A_notification_that_fails_too_often_reaches_the_dead_letter_topic_and_those_behind_it_are_handled()
    {
        var (here, there) = (await ConnectAsync(), await ConnectAsync(Limited));
        var listener = new TestListener(Topic, text => text.StartsWith("Info poison", StringComparison.Ordinal) ? NotificationResult.Requeue : NotificationResult.Handled);
        var dead = new TestListener(DeadTopic);
        await there.ListenAsync(dead, Limit);
        await there.ListenAsync(listener, Limit);

        await here.Notifier(Topic).InfoAsync("poison", new { a = 1 }, cancel: Limit);
        await here.Notifier(Topic).InfoAsync("next", null, cancel: Limit);

        (await dead.Received.FirstAsync<string>(cancel: Limit)).ShouldBe("Info poison {\"a\":1}");
        await listener.Received.FirstAsync<string>(text => text.StartsWith("Info next", StringComparison.Ordinal), Limit);
        listener.Received.Count<string>(text => text.StartsWith("Info poison", StringComparison.Ordinal)).ShouldBe(3);
        dead.Received.Count<string>().ShouldBe(1);
    }

    [Fact]
    [Trait("Conformance", "83")]
    public async Task A_notification_whose_listeners_are_lost_again_and_again_is_a_dead_letter_without_being_handled()
    {
        Assert.SkipUnless(StoresNotifications, StoresNothing);
        Assert.SkipUnless(Intermediary.CountsLostListeners, "This broker does not count a delivery whose listener was lost.");
        var here = await ConnectAsync(options => options.Rpc.DrainTimeout = TimeSpan.Zero);
        var relay = Keep(new Relay(TransportUrl.Parse(await UrlAsync()).Hosts[0]));
        var url = relay.UrlFor(await UrlAsync());
        var there = await ConnectToAsync(url, Limited);
        var deliveries = new EventLog<string>();
        var never = new TaskCompletionSource();
        var hanging = new NotificationEndpointDescriptor(typeof(DeadLetterConformance), Topic, NotificationFilter.Any, new Dictionary<NotificationPriority, NotificationInvoker>
        {
            [NotificationPriority.Info] = async (_, invocation) =>
            {
                deliveries.Add(invocation.Read<JsonElement>().EventType);
                await never.Task.WaitAsync(invocation.Cancellation);
                return NotificationResult.Handled;
            },
        });
        var dead = new TestListener(DeadTopic);
        await here.ListenAsync(dead, Limit);
        var listener = Keep(there.Transport.CreateNotificationListener([(hanging, this)]));
        listener.Start();
        await listener.WaitUntilListeningAsync(Limit);

        await here.Notifier(Topic).InfoAsync("crash", null, cancel: Limit);
        for (var lost = 1; lost <= 3; lost++)
        {
            await deliveries.ReachAsync<string>(lost, cancel: Limit);
            relay.Cut();
        }

        (await dead.Received.FirstAsync<string>(cancel: Limit)).ShouldStartWith("Info crash");
        deliveries.Count<string>().ShouldBe(3);
        never.SetResult();
    }

    private void Limited(Amqp1Options options) => (options.Notifications.MaxDeliveries, options.Notifications.DeadLetterTopic) = (3, DeadTopic);
}
