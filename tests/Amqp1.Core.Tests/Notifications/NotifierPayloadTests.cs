using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Amqp1.Configuration;
using Amqp1.Notifications;

namespace Amqp1.Core.Tests.Notifications;

/// <summary>Tests what of a notification reaches a driver, whatever its payload is.</summary>
public sealed class NotifierPayloadTests
{
    public static TheoryData<object?, string> Payloads { get; } = new()
    {
        { null, "null" },
        { JsonElement.Parse("""{"InstanceId":[1,"x"]}"""), """{"InstanceId":[1,"x"]}""" },
        { new JsonObject { ["InstanceId"] = new JsonArray(1, "x") }, """{"InstanceId":[1,"x"]}""" },
        { new { InstanceId = 1 }, """{"instance_id":1}""" },
        { "text", "\"text\"" },
    };

    [Theory]
    [MemberData(nameof(Payloads), DisableDiscoveryEnumeration = true)]
    public async Task A_payload_is_any_JSON(object? payload, string json)
    {
        await using var transport = Create("test");

        await transport.CreateNotifier("publisher").InfoAsync("event", payload, cancel: Cancel);

        transport.RecordedNotifications.All.ShouldHaveSingleItem().Payload.GetRawText().ShouldBe(json);
    }

    [Fact]
    public async Task JSON_needs_no_metadata_of_the_application()
    {
        await using var transport = MessagingTransport.Create(
            "amqp://127.0.0.1:1", Options("test"), json: new JsonSerializerOptions { TypeInfoResolver = JsonTypeInfoResolver.Combine() });

        await transport.CreateNotifier("publisher").InfoAsync("element", JsonElement.Parse("[1]"), cancel: Cancel);
        await transport.CreateNotifier("publisher").InfoAsync("null", null, cancel: Cancel);

        transport.RecordedNotifications.All.Select(one => one.Payload.GetRawText()).ShouldBe(["[1]", "null"]);
    }

    [Fact]
    public async Task A_driver_sees_every_field()
    {
        await using var transport = Create("test");
        var context = MessagingContext.FromEntries([new("user", "alice")]);

        await transport.CreateNotifier("compute.host-7").WarnAsync("compute.create", null, context, Cancel);
        await transport.CreateNotifier("compute.host-7").WarnAsync("compute.create", null, cancel: Cancel);

        var (with, without) = (transport.RecordedNotifications.All[0], transport.RecordedNotifications.All[1]);
        (with.PublisherId, with.EventType, with.Priority).ShouldBe(("compute.host-7", "compute.create", NotificationPriority.Warn));
        Guid.TryParseExact(with.MessageId, "D", out _).ShouldBeTrue();
        DateTime.TryParse(with.Timestamp, System.Globalization.CultureInfo.InvariantCulture, out _).ShouldBeTrue();
        with.Context["user"].ShouldBe("alice");
        without.Context.ToString().ShouldBe("{}");
        without.MessageId.ShouldNotBe(with.MessageId);
    }

    [Theory]
    [InlineData]
    [InlineData("noop")]
    public async Task A_notifier_that_is_not_enabled_does_not_even_read_the_payload(params string[] drivers)
    {
        await using var transport = Create(drivers);

        await transport.CreateNotifier("publisher").InfoAsync("event", new Unreadable(), cancel: Cancel);

        await using var enabled = Create("test");
        await Should.ThrowAsync<InvalidOperationException>(enabled.CreateNotifier("publisher").InfoAsync("event", new Unreadable(), cancel: Cancel));
    }

    [Fact]
    public async Task Each_method_has_its_priority()
    {
        await using var transport = Create("test");
        var notifier = transport.CreateNotifier("publisher");

        await notifier.AuditAsync("event", null, cancel: Cancel);
        await notifier.DebugAsync("event", null, cancel: Cancel);
        await notifier.InfoAsync("event", null, cancel: Cancel);
        await notifier.WarnAsync("event", null, cancel: Cancel);
        await notifier.ErrorAsync("event", null, cancel: Cancel);
        await notifier.CriticalAsync("event", null, cancel: Cancel);
        await notifier.SampleAsync("event", null, cancel: Cancel);

        transport.RecordedNotifications.All.Select(one => one.Priority).ShouldBe(Enum.GetValues<NotificationPriority>());
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static MessagingTransport Create(params string[] drivers) => MessagingTransport.Create("amqp://127.0.0.1:1", Options(drivers));

    private static Amqp1Options Options(params string[] drivers)
    {
        var options = new Amqp1Options();
        options.Notifications.Drivers = [.. drivers];
        return options;
    }

    private sealed class Unreadable
    {
        private readonly string _reason = "read";

        public int Value
        {
            get => throw new InvalidOperationException(_reason);
            set => throw new InvalidOperationException($"{_reason} {value}");
        }
    }
}
