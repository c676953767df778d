using System.Text.Json;
using Amqp1.Configuration;
using Amqp1.Notifications;
using Microsoft.Extensions.Logging;

namespace Amqp1.Core.Tests.Notifications;

public sealed class NotificationDriverTests
{
    private readonly LogLines _log = new();

    [Theory]
    [InlineData(NotificationPriority.Audit, LogLevel.Information)]
    [InlineData(NotificationPriority.Debug, LogLevel.Debug)]
    [InlineData(NotificationPriority.Info, LogLevel.Information)]
    [InlineData(NotificationPriority.Warn, LogLevel.Warning)]
    [InlineData(NotificationPriority.Error, LogLevel.Error)]
    [InlineData(NotificationPriority.Critical, LogLevel.Critical)]
    [InlineData(NotificationPriority.Sample, LogLevel.Information)]
    public async Task The_log_driver_logs_by_event_type_and_priority(NotificationPriority priority, LogLevel level)
    {
        await using var transport = Create(null, "log");

        await NotifyAsync(transport, priority, new { id = 7 });

        var line = Notified().ShouldHaveSingleItem();
        line.Category.ShouldBe("oslo.messaging.notification.compute.create");
        line.Level.ShouldBe(level);
        var json = JsonElement.Parse(line.Text);
        json.GetProperty("event_type").GetString().ShouldBe("compute.create");
        json.GetProperty("publisher_id").GetString().ShouldBe("compute.host-7");
        json.GetProperty("priority").GetString().ShouldBe(priority.ToString().ToUpperInvariant());
        json.GetProperty("payload").GetProperty("id").GetInt32().ShouldBe(7);
    }

    [Fact]
    public async Task The_log_driver_masks_secrets()
    {
        await using var transport = Create(null, "log");

        await NotifyAsync(transport, NotificationPriority.Info, new Dictionary<string, object?>
        {
            ["admin_password"] = "hush1",
            ["adminPass"] = "hush2",
            ["X-Auth-Token"] = new { id = "hush3", valid = true },
            ["list"] = new[] { "mysql://nova:hush4@db/nova", "--password hush5", "password=hush6;host=db" },
            ["secret"] = 70771,
            ["name"] = "vm-1",
        });

        var text = Notified().ShouldHaveSingleItem().Text;
        text.ShouldNotContain("hush");
        text.ShouldNotContain("70771");
        text.ShouldContain("vm-1");
        text.ShouldContain("mysql://nova:***@db/nova");
        text.ShouldContain("host=db");
    }

    [Fact]
    public async Task The_test_driver_records_and_can_be_waited_for()
    {
        await using var transport = Create(null, "test");
        var waiting = transport.RecordedNotifications.WaitForAsync("compute.create", TestContext.Current.CancellationToken);
        waiting.IsCompleted.ShouldBeFalse();

        await NotifyAsync(transport, NotificationPriority.Warn, new { id = 7 });

        var recorded = await waiting.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        recorded.Priority.ShouldBe(NotificationPriority.Warn);
        recorded.Payload.GetProperty("id").GetInt32().ShouldBe(7);
        transport.RecordedNotifications.All.ShouldBe([recorded]);
        transport.RecordedNotifications.Clear();
        transport.RecordedNotifications.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task Several_drivers_get_every_notification_once_each()
    {
        await using var transport = Create(null, "log", "test", "noop", "log");

        await NotifyAsync(transport, NotificationPriority.Info, null);

        Notified().Count.ShouldBe(1);
        transport.RecordedNotifications.All.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(false, "noop")]
    [InlineData(true, "noop", "log")]
    [InlineData(true, "messagingv2")]
    public async Task A_notifier_is_enabled_when_a_driver_does_something(bool expected, params string[] drivers)
    {
        await using var transport = Create(null, drivers);

        transport.CreateNotifier("p").IsEnabled.ShouldBe(expected);
    }

    [Fact]
    public async Task An_unknown_driver_is_refused_by_its_key()
    {
        await using var transport = Create(null, "kafka");

        Should.Throw<ArgumentException>(() => transport.CreateNotifier("p")).Message.ShouldContain("Amqp1:Notifications:Drivers contains 'kafka'");
    }

    [Theory]
    [InlineData("compute.create", NotificationPriority.Info, true, false)]
    [InlineData("compute.create", NotificationPriority.Error, true, true)]
    [InlineData("network.create", NotificationPriority.Error, false, true)]
    [InlineData("network.create", NotificationPriority.Info, false, false)]
    public async Task Routing_gives_a_notification_to_each_driver_with_a_rule_that_accepts_it(
        string eventType, NotificationPriority priority, bool isRecorded, bool isLogged)
    {
        var routing = new NotificationRouting(
        [
            new NotificationRoute("test", ["compute.*"], ["INFO", "err*"]),
            new NotificationRoute("test", ["compute.*"]),
            new NotificationRoute("log", AcceptedPriorities: ["Error"]),
            new NotificationRoute("log", AcceptedEvents: []),
        ]);
        await using var transport = Create(routing, "routing");

        await transport.CreateNotifier("p").NotifyAsync(priority, eventType, null, cancel: TestContext.Current.CancellationToken);

        transport.RecordedNotifications.All.Count.ShouldBe(isRecorded ? 1 : 0);
        Notified().Count.ShouldBe(isLogged ? 1 : 0);
    }

    [Fact]
    public async Task Routing_without_rules_is_refused()
    {
        await using var transport = Create(null, "routing");

        Should.Throw<ArgumentException>(() => transport.CreateNotifier("p")).Message.ShouldContain("Amqp1:Notifications:Drivers");
    }

    private static Task NotifyAsync(MessagingTransport transport, NotificationPriority priority, object? payload) =>
        transport.CreateNotifier("compute.host-7").NotifyAsync(priority, "compute.create", payload, cancel: TestContext.Current.CancellationToken);

    private MessagingTransport Create(NotificationRouting? routing, params string[] drivers)
    {
        var options = new Amqp1Options();
        options.Notifications.Drivers = [.. drivers];
        var transport = MessagingTransport.Create("amqp://127.0.0.1:1", options, _log);
        transport.NotificationRouting = routing;
        return transport;
    }

    private List<(string Category, LogLevel Level, string Text)> Notified() =>
        _log.All.FindAll(line => line.Category.StartsWith("oslo.", StringComparison.Ordinal));
}
