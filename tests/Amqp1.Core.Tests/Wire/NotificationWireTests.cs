using System.Text.Json;
using Amqp1.Dialects;
using Amqp1.Dialects.OsloAmqp1;
using Amqp1.Json;
using Amqp1.Wire;

namespace Amqp1.Core.Tests.Wire;

public sealed class NotificationWireTests
{
    private static readonly NotificationMessage Sample = new(
        "54683689-2dcd-44d0-948d-e358c23c2286",
        "bench.hóst1",
        "bench.event",
        "INFO",
        """{"data":"x\"y","n":[1,null]}"""u8.ToArray(),
        "2026-11-23 12:17:54.808097",
        """{"user":"u"}"""u8.ToArray());

    [Fact]
    public void A_recorded_notification_of_version_2_is_read()
    {
        var read = Read("""{"request": {"oslo.version": "2.0", "oslo.message": "{\"message_id\": \"54683689-2dcd-44d0-948d-e358c23c2286\", \"publisher_id\": \"bench.host1\", \"event_type\": \"bench.event\", \"priority\": \"INFO\", \"payload\": {\"data\": \"xxxxxxxxxxxxxxxxxxxx\"}, \"timestamp\": \"2026-11-23 12:17:54.808097\"}"}, "context": {}}""");

        read.MessageId.ShouldBe("54683689-2dcd-44d0-948d-e358c23c2286");
        read.PublisherId.ShouldBe("bench.host1");
        read.EventType.ShouldBe("bench.event");
        read.Priority.ShouldBe("INFO");
        read.Timestamp.ShouldBe("2026-11-23 12:17:54.808097");
        WireBytes.Text(read.Payload).ShouldBe("""{"data": "xxxxxxxxxxxxxxxxxxxx"}""");
        WireBytes.Text(read.Context).ShouldBe("{}");
    }

    [Fact]
    public void A_notification_of_version_1_is_read()
    {
        var read = Read("""{"request": {"event_type": "e", "payload": {}, "priority": "WARN", "publisher_id": "p", "message_id": "x", "timestamp": "t", "more": [{}]}, "context": {"c": 1}}""");

        read.EventType.ShouldBe("e");
        read.Priority.ShouldBe("WARN");
        WireBytes.Text(read.Context).ShouldBe("""{"c": 1}""");
    }

    [Fact]
    public void What_is_missing_or_null_is_null_but_for_the_priority_which_is_empty()
    {
        var read = Read("""{"request": {"event_type": null}}""");

        read.ShouldSatisfyAllConditions(
            () => read.EventType.ShouldBeNull(),
            () => read.PublisherId.ShouldBeNull(),
            () => read.Priority.ShouldBe(""),
            () => WireBytes.Text(read.Payload).ShouldBe("null"),
            () => WireBytes.Text(read.Context).ShouldBe("{}"));
    }

    [Theory]
    [InlineData("5")]
    [InlineData("5.50")]
    [InlineData("true")]
    [InlineData("{\"a\": [1]}")]
    [InlineData("[\"x\"]")]
    public void What_should_be_text_and_has_another_type_is_handed_on_as_its_json(string value)
    {
        var read = Read($$$"""{"request": {"message_id": {{{value}}}, "publisher_id": {{{value}}}, "event_type": {{{value}}}, "priority": {{{value}}}, "timestamp": {{{value}}}, "payload": 1}}""");

        new[] { read.MessageId, read.PublisherId, read.EventType, read.Priority, read.Timestamp }.ShouldAllBe(text => text == value);
        read.NotText.ShouldBe(Enum.GetValues<NotificationFields>().Aggregate((all, field) => all | field));
        WireBytes.Text(read.Payload).ShouldBe("1");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"request\":1}")]
    [InlineData("{\"request\":{\"oslo.version\":\"2.1\",\"oslo.message\":\"{}\"}}")]
    [InlineData("{\"request\":{\"oslo.version\":\"2.0\",\"oslo.message\":\"[]\"}}")]
    [InlineData("{\"request\":{\"oslo.version\":\"2.0\",\"oslo.message\":\"\\\"x\\\"\"}}")]
    public void What_is_no_notification_is_refused(string body) => Should.Throw<WireFormatException>(() => Read(body));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void What_is_written_is_read_back(int format)
    {
        var read = NotificationReader.Read(NotificationWriter.Write(Sample, (NotificationFormat)format)).Notification;

        (read with { Payload = default, Context = default }).ShouldBe(Sample with { Payload = default, Context = default });
        WireBytes.Text(read.Payload).ShouldBe(WireBytes.Text(Sample.Payload));
        WireBytes.Text(read.Context).ShouldBe(WireBytes.Text(Sample.Context));
    }

    [Fact]
    public void Version_1_is_the_bare_message()
    {
        using var body = JsonDocument.Parse(NotificationWriter.Write(Sample, NotificationFormat.Version1));

        body.RootElement.GetProperty("request").EnumerateObject().Select(member => member.Name)
            .ShouldBe(["message_id", "publisher_id", "event_type", "priority", "payload", "timestamp"], ignoreOrder: true);
    }

    [Fact]
    public void Version_2_is_text_in_an_envelope()
    {
        using var body = JsonDocument.Parse(NotificationWriter.Write(Sample, NotificationFormat.Version2));

        var request = body.RootElement.GetProperty("request");
        request.GetProperty("oslo.version").GetString().ShouldBe("2.0");
        using var message = JsonDocument.Parse(request.GetProperty("oslo.message").GetString()!);
        message.RootElement.GetProperty("publisher_id").GetString().ShouldBe("bench.hóst1");
        message.RootElement.GetProperty("payload").GetProperty("data").GetString().ShouldBe("x\"y");
    }

    [Theory]
    [InlineData(0, "2024-01-02 03:04:05")]
    [InlineData(9, "2024-01-02 03:04:05")]
    [InlineData(10, "2024-01-02 03:04:05.000001")]
    [InlineData(6_780, "2024-01-02 03:04:05.000678")]
    [InlineData(9_999_999, "2024-01-02 03:04:05.999999")]
    public void A_timestamp_is_utc_and_has_no_fraction_when_that_is_zero(long ticks, string text) =>
        NotificationTime.Format(new DateTimeOffset(2024, 1, 2, 5, 4, 5, TimeSpan.FromHours(2)).AddTicks(ticks)).ShouldBe(text);

    private static NotificationMessage Read(string body) => NotificationReader.Read(WireBytes.Utf8(body)).Notification;
}
