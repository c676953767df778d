using System.Text.Json;
using Amqp1.Dialects;
using Amqp1.Notifications;
using Amqp1.Wire;

namespace Amqp1.Core.Tests.Notifications;

/// <summary>Tests of the values of a notification that handlers can read.</summary>
public sealed class NotificationInvocationTests
{
    [Fact]
    public void A_handler_sees_every_field_of_the_notification()
    {
        var message = new NotificationMessage(
            "id-1", "compute.host-7", "compute.instance.create.end", "ERROR", """{"n":3}"""u8.ToArray(), "2026-01-02 03:04:05", """{"user":"alice"}"""u8.ToArray());

        var read = Invocation(message).Read<Dictionary<string, int>>();

        read.Priority.ShouldBe(NotificationPriority.Error);
        read.MessageId.ShouldBe("id-1");
        read.PublisherId.ShouldBe("compute.host-7");
        read.EventType.ShouldBe("compute.instance.create.end");
        read.Timestamp.ShouldBe("2026-01-02 03:04:05");
        read.Payload.ShouldBe(new Dictionary<string, int> { ["n"] = 3 });
        JsonElement.Parse(read.Context.Utf8Json.Span).GetProperty("user").GetString().ShouldBe("alice");
    }

    [Fact]
    public void A_field_that_the_sender_left_out_is_empty()
    {
        var message = new NotificationMessage(null, null, null, "ERROR", "null"u8.ToArray(), null, "{}"u8.ToArray());

        var read = Invocation(message).Read<Dictionary<string, int>>();

        (read.MessageId, read.PublisherId, read.EventType, read.Timestamp).ShouldBe(("", "", "", ""));
    }

    [Fact]
    public void A_payload_of_another_form_throws() =>
        Should.Throw<JsonException>(() => Invocation(new NotificationMessage(null, null, null, "", "[]"u8.ToArray(), null, "{}"u8.ToArray())).Read<Dictionary<string, int>>());

    private static NotificationInvocation Invocation(NotificationMessage message) =>
        new(message, NotificationPriority.Error, MessagingJson.Default, CancellationToken.None);
}
