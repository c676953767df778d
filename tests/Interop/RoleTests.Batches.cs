using System.Text.Json;
using Amqp1.Interop.Tests.Harness;
using Amqp1.Notifications;

namespace Amqp1.Interop.Tests;

public abstract partial class RoleTests
{
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
