using System.Text.Json.Nodes;
using Amqp1.Hosting.Notifications;
using Amqp1.Notifications;
using Microsoft.Extensions.Logging.Testing;

namespace Amqp1.Hosting.Tests.Notifications;

/// <summary>Tests of the stop of the queue when the host has no time left.</summary>
public sealed class NotificationQueueStopTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task It_warns_only_of_notifications_that_were_not_sent(int unsent)
    {
        var log = new FakeLogger<NotificationQueueService>();
        var queue = new NotificationQueue("requests", 10);
        using var service = new NotificationQueueService(queue, new StuckNotifier(), TimeProvider.System, log);
        for (var i = 0; i < unsent; i++)
        {
            queue.TryAdd(NotificationPriority.Info, "event", new JsonObject()).ShouldBeTrue();
        }

        await service.StartAsync(TestContext.Current.CancellationToken);

        await service.StopAsync(new CancellationToken(canceled: true));

        log.Collector.GetSnapshot().Select(record => record.Message).ShouldBe(
            unsent == 0 ? [] : [$"{unsent} notifications of the queue requests were not sent before the stop"]);
    }
}
