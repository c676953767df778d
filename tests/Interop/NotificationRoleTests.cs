using System.Text.Json;
using Amqp1.Interop.Tests.Harness;
using Amqp1.Notifications;

namespace Amqp1.Interop.Tests;

/// <summary>Tests of notifiers and listeners, single and in batches.</summary>
public abstract class NotificationRoleTests(InteropFixture fixture) : InteropTest(fixture)
{
    private static readonly NotificationPriority[] AllPriorities = Enum.GetValues<NotificationPriority>();

    [Theory]
    [InlineData("messaging")]
    [InlineData("messagingv2")]
    [Trait("Conformance", "73")]
    [Trait("Functional", "14")]
    [Trait("Functional", "18")]
    public async Task To_python_a_notification_of_each_priority_arrives(string driver)
    {
        var topic = Fixture.NewTopic($"to-{driver}");
        await using var listener = await Fixture.PythonAsync(
            "notify_listener.py", Cancel, ["--topic", topic, .. AllPriorities.SelectMany(priority => new[] { "--priority", InAddress(priority) })]);
        await using var transport = await Fixture.ConnectAsync(Cancel, options => options.Notifications.Drivers = [driver]);
        var notifier = transport.CreateNotifier("compute.host-7", topic);
        var context = MessagingContext.FromEntries([new("user", "ü")]);

        foreach (var priority in AllPriorities)
        {
            await notifier.NotifyAsync(priority, "compute.instance.fault", new { id = (int)priority, text = "é" }, context, Cancel);
        }

        foreach (var priority in AllPriorities)
        {
            var received = await listener.NextAsync(occurred => Text(occurred, "event") == "notification" && Text(occurred, "priority") == InAddress(priority), Cancel);
            Text(received, "publisher_id").ShouldBe("compute.host-7");
            Text(received, "event_type").ShouldBe("compute.instance.fault");
            received.GetProperty("payload").GetProperty("id").GetInt32().ShouldBe((int)priority);
            Text(received.GetProperty("payload"), "text").ShouldBe("é");
            Text(received.GetProperty("ctxt"), "user").ShouldBe("ü");
            Guid.Parse(Text(received.GetProperty("metadata"), "message_id")).ShouldNotBe(Guid.Empty);
            Text(received.GetProperty("metadata"), "timestamp").ShouldMatch(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{6})?$");
        }
    }

    [Theory]
    [InlineData("messaging")]
    [InlineData("messagingv2")]
    [Trait("Conformance", "73")]
    [Trait("Functional", "14")]
    [Trait("Functional", "18")]
    public async Task From_python_a_notification_of_each_priority_arrives(string driver)
    {
        var topic = Fixture.NewTopic($"from-{driver}");
        await using var listener = await AuditListener.StartAsync(await Fixture.ServersAsync(Cancel), topic, Cancel, priorities: AllPriorities);
        await using var notifier = await Fixture.PythonAsync(
            "notifier.py", Cancel, "--topic", topic, "--driver", driver, "--publisher-id", "compute.host-8");

        foreach (var priority in AllPriorities)
        {
            var sent = await notifier.AskAsync(
                new { command = "notify", priority = InAddress(priority), event_type = "e", payload = new { text = "é" }, ctxt = new { user = "ü" } }, Cancel);

            sent.GetProperty("sent").GetInt32().ShouldBe(1, sent.ToString());
            var received = await listener.NextAsync(Cancel);
            received.Priority.ShouldBe(priority);
            received.PublisherId.ShouldBe("compute.host-8");
            received.EventType.ShouldBe("e");
            Text(received.Payload, "text").ShouldBe("é");
            received.Context["user"].ShouldBe("ü");
            Guid.Parse(received.MessageId).ShouldNotBe(Guid.Empty);
            received.Timestamp.ShouldMatch(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{6})?$");
        }
    }

    [Fact]
    public async Task To_python_a_requeued_notification_comes_again()
    {
        Assert.SkipUnless(Fixture.Intermediary.HasRequeue, NoRequeue);
        var topic = Fixture.NewTopic("requeue-to");
        await using var listener = await Fixture.PythonAsync("notify_listener.py", Cancel, "--topic", topic, "--requeue", "1");
        var notifier = (await Fixture.ClientsAsync(Cancel)).CreateNotifier("p", topic);

        await notifier.InfoAsync("e", new { id = 5 }, cancel: Cancel);

        var first = await listener.NextAsync("notification", Cancel);
        var second = await listener.NextAsync("notification", Cancel);
        Text(first, "result").ShouldBe("requeue");
        Text(second, "result").ShouldBe("handled");
        Text(second.GetProperty("metadata"), "message_id").ShouldBe(Text(first.GetProperty("metadata"), "message_id"));
    }

    [Fact]
    public async Task From_python_a_requeued_notification_comes_again()
    {
        Assert.SkipUnless(Fixture.Intermediary.HasRequeue, NoRequeue);
        var topic = Fixture.NewTopic("requeue-from");
        await using var listener = await AuditListener.StartAsync(await Fixture.ServersAsync(Cancel), topic, Cancel, requeues: 1);
        await using var notifier = await Fixture.PythonAsync("notifier.py", Cancel, "--topic", topic);

        var sent = await notifier.AskAsync(new { command = "notify", event_type = "e", payload = new { id = 5 } }, Cancel);

        sent.GetProperty("sent").GetInt32().ShouldBe(1, sent.ToString());
        var first = await listener.NextAsync(Cancel);
        var second = await listener.NextAsync(Cancel);
        second.MessageId.ShouldBe(first.MessageId);
    }

    private static string InAddress(NotificationPriority priority) => JsonNamingPolicy.SnakeCaseLower.ConvertName(priority.ToString());

    private const int BatchSize = 3;

    // Through a router, a sender gets its acknowledgement when its batch is handled, so an incomplete batch must not wait long.
    private static readonly TimeSpan BatchTimeout = TimeSpan.FromSeconds(2);

    [Fact]
    [Trait("Functional", "19")]
    public async Task To_python_notifications_arrive_in_batches()
    {
        var topic = Fixture.NewTopic("batch-to");
        await using var listener = await Fixture.PythonAsync(
            "batch_listener.py", Cancel, "--topic", topic, "--batch-size", $"{BatchSize}", "--batch-timeout", $"{BatchTimeout.TotalSeconds}");
        var notifier = (await Fixture.ClientsAsync(Cancel)).CreateNotifier("p", topic);

        await Task.WhenAll(Enumerable.Range(0, 2 * BatchSize).Select(id => notifier.InfoAsync("e", new { id }, cancel: Cancel)));

        var batches = new List<JsonElement>();
        while (batches.Sum(batch => batch.GetProperty("messages").GetArrayLength()) < 2 * BatchSize)
        {
            batches.Add(await listener.NextAsync("batch", Cancel));
        }

        batches.ShouldAllBe(batch => Text(batch, "priority") == "info" && batch.GetProperty("messages").GetArrayLength() <= BatchSize);
        batches.SelectMany(batch => batch.GetProperty("messages").EnumerateArray()).Select(message => message.GetProperty("payload").GetProperty("id").GetInt32())
            .Order().ShouldBe(Enumerable.Range(0, 2 * BatchSize));
    }

    [Fact]
    [Trait("Functional", "19")]
    public async Task From_python_notifications_arrive_in_batches()
    {
        var topic = Fixture.NewTopic("batch-from");
        var batches = new Occurrences<IReadOnlyList<Notification<JsonElement>>>();
        var descriptor = new NotificationEndpointDescriptor(GetType(), topic, NotificationFilter.Any, new Dictionary<NotificationPriority, NotificationInvoker>())
        {
            BatchSize = BatchSize,
            BatchTimeout = BatchTimeout,
            BatchHandlers = new Dictionary<NotificationPriority, NotificationBatchInvoker>
            {
                [NotificationPriority.Info] = (_, invocation) =>
                {
                    batches.Add(invocation.Read<JsonElement>());
                    return ValueTask.FromResult(NotificationResult.Handled);
                },
            },
        };
        await using var listener = (await Fixture.ServersAsync(Cancel)).CreateNotificationListener((descriptor, this));
        listener.Start();
        await listener.WaitUntilListeningAsync(Cancel).WaitAsync(Limits.Signal, Cancel);
        await using var notifier = await Fixture.PythonAsync("notifier.py", Cancel, "--topic", topic);

        var results = await Task.WhenAll(Enumerable.Range(0, 2 * BatchSize).Select(id =>
            notifier.AskAsync(new { command = "notify", event_type = "e", payload = new { id } }, Cancel)));

        results.ShouldAllBe(result => result.GetProperty("sent").GetInt32() == 1);

        // A broker accepts a notification when it has stored it, before a listener has handled it.
        var arrived = new List<Notification<JsonElement>>();
        while (arrived.Count < 2 * BatchSize)
        {
            arrived.AddRange(await batches.TakeAsync(_ => true).WaitAsync(Limits.Signal, Cancel));
        }

        batches.All.ShouldAllBe(batch => batch.Count <= BatchSize);
        batches.All.Count.ShouldBeLessThan(2 * BatchSize);
        arrived.Select(notification => notification.Payload.GetProperty("id").GetInt32())
            .Order().ShouldBe(Enumerable.Range(0, 2 * BatchSize));
    }
}
