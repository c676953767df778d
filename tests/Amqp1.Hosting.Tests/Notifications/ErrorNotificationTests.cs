using Amqp1.Notifications;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Amqp1.Hosting.Tests.Notifications;

/// <summary>Tests of the counterpart of upstream's error notification handler (docs/spec/behaviour.md#notifiers).</summary>
public sealed class ErrorNotificationTests
{
    [Fact]
    public async Task Errors_are_published_as_upstreams_handler_does_and_nothing_less_is()
    {
        using var limit = new CancellationTokenSource(Limits.Signal);
        using var host = await StartAsync(messaging => messaging.AddAmqp1ErrorNotifications().AddAmqp1ErrorNotifications());

        Logger(host, "nova").LogWarning("too little");
        Logger(host, "Amqp1").LogError("own");
        Logger(host, "nova").LogError(new InvalidOperationException("no disk"), "Instance {Id} failed", "vm-1");
        await host.StopAsync(limit.Token);

        var published = host.Services.GetRequiredService<NotificationRecorder>().All.ShouldHaveSingleItem();
        published.PublisherId.ShouldBe("error.publisher");
        published.EventType.ShouldBe("error_notification");
        published.Priority.ShouldBe(NotificationPriority.Error);
        published.Payload.GetRawText().ShouldBe("""{"error":"Instance vm-1 failed"}""");
    }

    [Fact]
    public async Task Both_handlers_may_be_used_side_by_side()
    {
        using var limit = new CancellationTokenSource(Limits.Signal);
        using var host = await StartAsync(messaging => messaging.AddAmqp1ErrorNotifications().AddAmqp1LogNotifications());

        Logger(host, "nova").LogCritical("down");
        await host.StopAsync(limit.Token);

        var published = host.Services.GetRequiredService<NotificationRecorder>().All;
        published.Select(one => (one.EventType, one.Priority)).Order().ShouldBe(
            [("error_notification", NotificationPriority.Error), ("logrecord", NotificationPriority.Critical)]);
        published.Select(one => one.PublisherId).Distinct().Count().ShouldBe(2);
    }

    private static Task<IHost> StartAsync(Action<IAmqp1MessagingBuilder> add) => TestHost.StartAsync(add, ("Amqp1:Notifications:Drivers:0", "test"));

    private static ILogger Logger(IHost host, string category) => host.Services.GetRequiredService<ILoggerFactory>().CreateLogger(category);
}
