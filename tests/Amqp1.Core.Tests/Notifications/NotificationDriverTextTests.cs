using System.Text.Json;
using Amqp1.Configuration;
using Amqp1.Dialects;
using Amqp1.Notifications;
using Amqp1.Notifications.Drivers;
using Microsoft.Extensions.Logging;

namespace Amqp1.Core.Tests.Notifications;

/// <summary>Tests what the drivers that do not send a notification make of it, and how drivers are chosen.</summary>
public sealed class NotificationDriverTextTests
{
    private static readonly NotificationMessage Bare = new(null, null, null, "INFO", "{}"u8.ToArray(), null, "{}"u8.ToArray());

    private readonly LogLines _log = new();

    [Fact]
    public async Task The_log_driver_writes_the_fields_of_the_notification_as_JSON()
    {
        var message = new NotificationMessage("id-1", "compute.host-7", "compute.create", "INFO", """{"n":1}"""u8.ToArray(), "2026-01-02 03:04:05", "{}"u8.ToArray());

        await new LogDriver(_log).NotifyAsync(message, NotificationPriority.Info, 0, Cancel);
        await new LogDriver(_log).NotifyAsync(message with { EventType = "other" }, NotificationPriority.Info, 0, Cancel);

        _log.All[0].Text.ShouldBe(
            """{"message_id":"id-1","publisher_id":"compute.host-7","event_type":"compute.create","priority":"INFO","payload":{"n":1},"timestamp":"2026-01-02 03:04:05"}""");
        _log.All.Select(line => line.Category).ShouldBe(["oslo.messaging.notification.compute.create", "oslo.messaging.notification.other"]);
    }

    [Fact]
    public async Task The_log_driver_writes_nothing_at_a_level_that_is_off()
    {
        using var loggers = new OnlyWarnings();

        await new LogDriver(loggers).NotifyAsync(Bare, NotificationPriority.Info, 0, Cancel);
        loggers.Texts.ShouldBeEmpty();
        await new LogDriver(loggers).NotifyAsync(Bare, NotificationPriority.Warn, 0, Cancel);
        loggers.Texts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_test_driver_records_fields_that_are_missing_as_empty_texts()
    {
        var recorder = new NotificationRecorder();

        await new TestDriver(recorder).NotifyAsync(Bare, NotificationPriority.Sample, 0, Cancel);

        var recorded = recorder.All.ShouldHaveSingleItem();
        (recorded.PublisherId, recorded.EventType, recorded.MessageId, recorded.Timestamp).ShouldBe(("", "", "", ""));
        recorded.Payload.ValueKind.ShouldBe(JsonValueKind.Object);
    }

    [Fact]
    public async Task The_test_driver_records_the_payload_and_the_context_as_they_were()
    {
        var recorder = new NotificationRecorder();
        var (payload, context) = ("""{"n":1}"""u8.ToArray(), """{"user":"alice"}"""u8.ToArray());

        await new TestDriver(recorder).NotifyAsync(Bare with { Payload = payload, Context = context }, NotificationPriority.Info, 0, Cancel);

        // The notifier reuses its buffers.
        Array.Fill(payload, (byte)' ');
        Array.Fill(context, (byte)' ');
        recorder.All[0].Payload.GetRawText().ShouldBe("""{"n":1}""");
        recorder.All[0].Context["user"].ShouldBe("alice");
    }

    [Fact]
    public async Task A_notification_without_an_event_type_is_routed_like_an_empty_one()
    {
        var recorder = new NotificationRecorder();
        var routing = new NotificationRouting([new NotificationRoute("all", ["*"]), new NotificationRoute("all", ["compute.*"])]);
        var driver = new RoutingDriver(routing, _ => new TestDriver(recorder));

        await driver.NotifyAsync(Bare, NotificationPriority.Info, 0, Cancel);

        recorder.All.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Drivers_that_cannot_be_created_are_refused_with_the_key_and_the_permitted_names()
    {
        var options = new Amqp1Options();
        options.Notifications.Drivers = ["kafka"];
        await using var unknown = MessagingTransport.Create("amqp://127.0.0.1:1", options);
        options = new Amqp1Options();
        options.Notifications.Drivers = ["routing"];
        await using var unrouted = MessagingTransport.Create("amqp://127.0.0.1:1", options);

        Should.Throw<ArgumentException>(() => unknown.CreateNotifier("p")).Message
            .ShouldBe($"Amqp1:Notifications:Drivers contains 'kafka', but each entry must be one of {string.Join(", ", Amqp1OptionsValidator.NotificationDrivers)}.");
        Should.Throw<ArgumentException>(() => unrouted.CreateNotifier("p")).Message
            .ShouldBe("Amqp1:Notifications:Drivers contains 'routing', but there are no routing rules.");
    }

    [Fact]
    public async Task A_route_can_lead_to_any_driver_but_to_another_routing()
    {
        var options = new Amqp1Options();
        options.Notifications.Drivers = ["routing"];
        await using var transport = MessagingTransport.Create("amqp://127.0.0.1:1", options);
        transport.NotificationRouting = new NotificationRouting([new NotificationRoute("routing")]);

        Should.Throw<ArgumentException>(() => transport.CreateNotifier("p")).Message.ShouldContain("contains 'routing', but each entry must be one of");
    }

    [Fact]
    public async Task Waiting_for_a_notification_needs_a_condition() =>
        (await Should.ThrowAsync<ArgumentNullException>(new NotificationRecorder().WaitForAsync((Func<Notification<JsonElement>, bool>)null!, Cancel))).ParamName.ShouldBe("isMeant");

    [Fact]
    public void An_application_that_sets_nothing_sends_to_the_topic_notifications_without_limit()
    {
        var settings = new NotifierSettings { PublisherId = "p" };
        var attribute = new NotificationEndpointAttribute("news");

        settings.Topics.ShouldBe(["notifications"]);
        settings.Retry.ShouldBe(-1);
        attribute.Topic.ShouldBe("news");
        attribute.Context.ShouldBeEmpty();
        attribute.Metadata.ShouldBeEmpty();
        attribute.Payload.ShouldBeEmpty();
        (attribute.BatchSize, attribute.BatchTimeoutSeconds).ShouldBe((100, 1));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private sealed class OnlyWarnings : ILoggerFactory, ILogger
    {
        public List<string> Texts { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Texts.Add(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
