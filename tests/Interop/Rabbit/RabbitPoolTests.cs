using System.Text.Json;
using Amqp1.Configuration;
using Amqp1.Interop.Tests.Harness;
using Amqp1.Interop.Tests.Harness.Rabbit;
using Amqp1.Notifications;

namespace Amqp1.Interop.Tests.Rabbit;

/// <summary>
/// Tests of pools of listeners: each pool gets one copy of each notification, and all listeners without a pool together get one copy. The
/// subclasses name the brokers.
/// </summary>
public abstract class RabbitPoolTests(RabbitFixture fixture)
{
    private const int Sent = 20;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Functional", "16")]
    public async Task Each_notification_is_handled_once_in_each_pool_and_once_outside()
    {
        await using var transport = await ConnectAsync();
        await using var other = await ConnectAsync();
        var topic = fixture.NewTopic("pools");
        PoolListener[] audit = [await PoolListener.StartAsync(transport, Cancel, topic, $"{topic}-audit"), await PoolListener.StartAsync(other, Cancel, topic, $"{topic}-audit")];
        await using var first = audit[0];
        await using var second = audit[1];
        await using var metering = await PoolListener.StartAsync(transport, Cancel, topic, $"{topic}-metering");
        await using var shared = await PoolListener.StartAsync(other, Cancel, topic, null);

        await NotifyAsync(transport, topic, Sent);

        await PoolListener.ReachAsync(Sent, Cancel, audit);
        await PoolListener.ReachAsync(Sent, Cancel, metering);
        await PoolListener.ReachAsync(Sent, Cancel, shared);
        var names = Enumerable.Range(0, Sent).Select(number => $"e{number}").Order(StringComparer.Ordinal).ToArray();
        PoolListener.EventTypes(audit).ShouldBe(names);
        PoolListener.EventTypes(metering).ShouldBe(names);
        PoolListener.EventTypes(shared).ShouldBe(names);
    }

    [Fact]
    public async Task A_pool_stores_notifications_while_nobody_listens()
    {
        await using var transport = await ConnectAsync();
        var topic = fixture.NewTopic("stored");
        await (await PoolListener.StartAsync(transport, Cancel, topic, $"{topic}-audit")).DisposeAsync();

        await NotifyAsync(transport, topic, Sent);
        await using var later = await PoolListener.StartAsync(transport, Cancel, topic, $"{topic}-audit");
        await using var shared = await PoolListener.StartAsync(transport, Cancel, topic, null);

        await PoolListener.ReachAsync(Sent, Cancel, later);
        await PoolListener.ReachAsync(Sent, Cancel, shared);
    }

    [Fact]
    public async Task A_pool_of_several_topics_and_priorities_has_one_queue_and_each_endpoint_gets_its_own()
    {
        await using var transport = await ConnectAsync();
        string[] topics = [fixture.NewTopic("first"), fixture.NewTopic("second")];
        var pool = fixture.NewTopic("mixed");
        await using var listener = await PoolListener.StartAsync(
            transport, Cancel, [.. topics.Select(topic => (topic, (string?)pool, new[] { NotificationPriority.Info, NotificationPriority.Error }))]);

        foreach (var topic in topics)
        {
            await NotifyAsync(transport, topic, Sent);
            await NotifyAsync(transport, topic, Sent, NotificationPriority.Error);
        }

        await PoolListener.ReachAsync(4 * Sent, Cancel, listener);
        foreach (var topic in topics)
        {
            listener.Handled.All.Count(handled => handled.Topic == topic && handled.Notification.Priority == NotificationPriority.Info).ShouldBe(Sent);
            listener.Handled.All.Count(handled => handled.Topic == topic && handled.Notification.Priority == NotificationPriority.Error).ShouldBe(Sent);
        }

        listener.Handled.All.ShouldAllBe(handled => handled.Notification.Payload.GetProperty("topic").GetString() == handled.Topic);
    }

    [Fact]
    public async Task What_another_listener_added_to_the_pool_is_accepted_with_a_warning()
    {
        var records = new LogLines();
        await using var transport = await ConnectAsync(records);
        string[] topics = [fixture.NewTopic("mine"), fixture.NewTopic("others")];
        var pool = fixture.NewTopic("shared");
        await (await PoolListener.StartAsync(transport, Cancel, topics[1], pool)).DisposeAsync();
        await using var listener = await PoolListener.StartAsync(transport, Cancel, topics[0], pool);

        await NotifyAsync(transport, topics[1], 1);
        await NotifyAsync(transport, topics[0], 1);

        await PoolListener.ReachAsync(1, Cancel, listener);
        (await records.Lines.TakeAsync(line => line.Contains("in pool", StringComparison.Ordinal)).WaitAsync(Limits.Signal, Cancel))
            .ShouldBe($"1209 Notification e0 of {topics[1]}.info in pool {pool} was accepted without being handled, because no endpoint of this listener handles its topic and priority in the pool");
        listener.Handled.All.ShouldHaveSingleItem().Topic.ShouldBe(topics[0]);
    }

    [Fact]
    public async Task Python_and_dotnet_share_a_pool()
    {
        var release = OsloRelease.Newest;
        await using var transport = await ConnectAsync();
        string[] topics = [fixture.NewTopic("both"), fixture.NewTopic("second")];
        var pool = $"{topics[0]}-audit";
        await using var ours = await PoolListener.StartAsync(transport, Cancel, [.. topics.Select(topic => (topic, (string?)pool, new[] { NotificationPriority.Info }))]);
        await using var notifier = await fixture.PythonAsync(release, "notifier.py", Cancel, "--topic", topics[0], "--topic", topics[1]);
        await using (var theirs = await fixture.PythonAsync(release, "notify_listener.py", Cancel, "--topic", topics[0], "--topic", topics[1], "--pool", pool))
        {
            for (var number = 0; number < Sent; number++)
            {
                await notifier.AskAsync(new { command = "notify", event_type = $"e{number}", payload = new { } }, Cancel);
            }

            await theirs.NextAsync("notification", Cancel);
            await PoolListener.ReachAsync(1, Cancel, ours);
        }

        // Python sends to both topics. No other listener listens now, so each endpoint gets the notification of its own topic.
        await notifier.AskAsync(new { command = "notify", event_type = "last", payload = new { } }, Cancel);
        foreach (var topic in topics)
        {
            await ours.Handled.TakeAsync(handled => handled.Topic == topic && handled.Notification.EventType == "last").WaitAsync(Limits.Signal, Cancel);
        }

        ours.Handled.All.Select(handled => (handled.Topic, handled.Notification.EventType)).ShouldBeUnique();
    }

    private async Task<MessagingTransport> ConnectAsync(LogLines? log = null)
    {
        var broker = await fixture.BrokerAsync(Cancel);
        var transport = MessagingTransport.Create(broker.Url, new Amqp1Options(), log);
        transport.Start();
        return transport;
    }

    private static async Task NotifyAsync(MessagingTransport transport, string topic, int count, NotificationPriority priority = NotificationPriority.Info)
    {
        var notifier = transport.CreateNotifier("p", topic);
        for (var number = 0; number < count; number++)
        {
            await notifier.NotifyAsync(priority, $"e{number}", new { topic }, cancel: Cancel);
        }
    }
}
