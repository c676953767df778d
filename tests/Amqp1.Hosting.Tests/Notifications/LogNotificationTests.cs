using System.Text.Json.Nodes;
using Amqp1.Hosting.Notifications;
using Amqp1.Notifications;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Amqp1.Hosting.Tests.Notifications;

public sealed class LogNotificationTests
{
    [Fact]
    public async Task Records_are_published_as_upstreams_handler_does()
    {
        using var limit = new CancellationTokenSource(Limits.Signal);
        using var host = await StartAsync();

        Logger(host, "nova.compute").LogError(new InvalidOperationException("no disk"), "Instance {Id} failed", "vm-1");

        var record = await host.Services.GetRequiredService<NotificationRecorder>().WaitForAsync("logrecord", limit.Token);
        await host.StopAsync(limit.Token);
        record.Priority.ShouldBe(NotificationPriority.Error);
        record.Payload.EnumerateObject().Select(entry => entry.Name).ShouldBe(
            ["name", "levelno", "levelname", "exc_info", "pathname", "lineno", "msg", "funcName", "thread", "processName", "process", "extra"]);
        record.Payload.GetProperty("name").GetString().ShouldBe("nova.compute");
        record.Payload.GetProperty("levelno").GetInt32().ShouldBe(40);
        record.Payload.GetProperty("levelname").GetString().ShouldBe("ERROR");
        record.Payload.GetProperty("msg").GetString().ShouldBe("Instance vm-1 failed");
        record.Payload.GetProperty("exc_info").GetString()!.ShouldContain("no disk");
        record.Payload.GetProperty("process").GetInt32().ShouldBe(Environment.ProcessId);
        record.Payload.GetProperty("extra").GetProperty("Id").GetString().ShouldBe("vm-1");
    }

    [Fact]
    public async Task Records_below_the_level_and_of_messaging_itself_are_not_published()
    {
        using var limit = new CancellationTokenSource(Limits.Signal);
        using var host = await StartAsync();

        Logger(host, "nova").LogInformation("too little");
        Logger(host, "Amqp1").LogError("own");
        Logger(host, "Amqp1.Hosting.Thing").LogError("own");
        Logger(host, "oslo.messaging.notification.logrecord").LogError("own");
        Logger(host, "Amqp1Lookalike").LogWarning("the only one");
        await host.StopAsync(limit.Token);

        var record = host.Services.GetRequiredService<NotificationRecorder>().All.ShouldHaveSingleItem();
        record.Payload.GetProperty("msg").GetString().ShouldBe("the only one");
        record.Priority.ShouldBe(NotificationPriority.Warn);
    }

    [Fact]
    public void What_does_not_fit_into_the_queue_is_dropped_and_counted()
    {
        var queue = new NotificationQueue("log", 2);
        using var provider = new NotificationLoggerProvider(queue);
        var logger = provider.CreateLogger("nova");

        for (var i = 0; i < 5; i++)
        {
            logger.LogWarning("Record {Number}", i);
        }

        queue.Dropped.ShouldBe(3);
    }

    [Fact]
    public async Task A_notification_that_fails_does_not_stop_the_queue()
    {
        var queue = new NotificationQueue("log", 10);
        var notifier = new FailingNotifier(failures: 1);
        queue.TryAdd(NotificationPriority.Info, "one", []);
        queue.TryAdd(NotificationPriority.Info, "two", new JsonObject());
        queue.Complete();

        await queue.SendAllAsync(notifier, _ => Assert.Fail("The notifier logs its own failures."), TestContext.Current.CancellationToken);

        notifier.Seen.ShouldBe(["one", "two"]);
    }

    [Fact]
    public async Task A_filter_that_throws_anything_does_not_stop_the_queue_and_is_reported()
    {
        var queue = new NotificationQueue("log", 10);
        var failure = new InvalidOperationException("from a filter");
        var notifier = new FailingNotifier(failures: 1, failure);
        queue.TryAdd(NotificationPriority.Info, "one", []);
        queue.TryAdd(NotificationPriority.Info, "two", []);
        queue.Complete();
        List<Exception> reported = [];

        await queue.SendAllAsync(notifier, reported.Add, TestContext.Current.CancellationToken);

        notifier.Seen.ShouldBe(["one", "two"]);
        reported.ShouldBe([failure]);
    }

    private static Task<IHost> StartAsync() => TestHost.StartAsync(messaging => messaging.AddAmqp1LogNotifications(), ("Amqp1:Notifications:Drivers:0", "test"));

    private static ILogger Logger(IHost host, string category) => host.Services.GetRequiredService<ILoggerFactory>().CreateLogger(category);
}
