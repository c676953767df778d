using System.Text.Json;
using Amqp1.Notifications;
using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.Testing.Tests;

public sealed class NotificationProbeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_probe_sees_what_the_application_emits_at_any_priority()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        await using var probe = await router.ListenAsync(cancel: Cancel);
        using var host = await TestHost.StartAsync(router, Cancel);
        var notifier = host.Services.GetRequiredService<INotifier>();

        foreach (var priority in Enum.GetValues<NotificationPriority>())
        {
            await notifier.NotifyAsync(priority, "thing.happened", new { Number = 1 }, cancel: Cancel);
            var seen = await probe.NextAsync(cancel: Cancel);

            seen.Priority.ShouldBe(priority);
            seen.PublisherId.ShouldBe("application.host-1");
            seen.Payload.GetProperty("number").GetInt32().ShouldBe(1);
        }

        await host.StopAsync(Cancel);
    }

    [Fact]
    public async Task A_broker_keeps_a_notification_for_a_probe_that_starts_later()
    {
        await using var broker = await TestRouter.StartBrokerAsync(cancel: Cancel);
        await broker.Transport.CreateNotifier("test").NotifyAsync(NotificationPriority.Info, "early", null, cancel: Cancel);
        await using var probe = await broker.ListenAsync(cancel: Cancel);

        (await probe.NextAsync(cancel: Cancel)).EventType.ShouldBe("early");
    }

    [Fact]
    public async Task A_wait_that_began_before_ends_with_the_notification()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        await using var probe = await router.ListenAsync("news", Cancel);

        var next = probe.NextAsync("good", Cancel);
        next.IsCompleted.ShouldBeFalse();
        await Emit(router, "bad", "good");

        (await next).EventType.ShouldBe("good");
    }

    [Fact]
    public async Task Each_notification_is_returned_once_and_what_is_not_meant_stays()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        await using var probe = await router.ListenAsync("news", Cancel);
        await Emit(router, "a", "b", "a", "c");

        (await probe.NextAsync("a", Cancel)).ShouldBeSameAs(probe.Received[0]);
        (await probe.NextAsync(n => n.EventType != "b", Cancel)).ShouldBeSameAs(probe.Received[2]);
        (await probe.NextAsync(cancel: Cancel)).EventType.ShouldBe("b");
        (await probe.NextAsync(cancel: Cancel)).EventType.ShouldBe("c");
        probe.Received.Select(notification => notification.EventType).ShouldBe(["a", "b", "a", "c"]);
    }

    [Fact]
    public async Task What_does_not_come_ends_the_wait_with_a_list_of_what_came()
    {
        await using var router = await TestRouter.StartAsync(options => options.WaitLimit = TimeSpan.FromMilliseconds(20), Cancel);
        await using var probe = await router.ListenAsync("news", Cancel);
        await Emit(router, "a", "b");

        var late = await Should.ThrowAsync<TimeoutException>(() => probe.NextAsync("c", Cancel));

        late.Message.ShouldBe("The expected notification of topic news did not arrive within 0.02 s. Arrived and not read: a, b.");
    }

    [Fact]
    public async Task A_token_ends_the_wait()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        await using var probe = await router.ListenAsync("news", Cancel);
        using var cancelled = new CancellationTokenSource();

        var next = probe.NextAsync(cancel: cancelled.Token);
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public async Task A_probe_takes_nothing_away_from_another_listener()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        await using var first = await router.ListenAsync("news", Cancel);
        await using var second = await router.ListenAsync("news", Cancel);

        await Emit(router, "a", "b");

        first.Received.Count.ShouldBe(2);
        second.Received.Count.ShouldBe(2);
    }

    /// <summary>Sends notifications. Completes when all listeners have settled them, so that the test needs no other signal.</summary>
    private static async Task Emit(TestRouter router, params string[] eventTypes)
    {
        var notifier = router.Transport.CreateNotifier("tests", "news");
        foreach (var eventType in eventTypes)
        {
            await notifier.InfoAsync(eventType, JsonElement.Parse("{}"), cancel: Cancel);
        }
    }
}
