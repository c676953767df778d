using System.Text.Json.Nodes;
using Amqp1.Core.Tests.Wire;
using Amqp1.Dialects;
using Amqp1.Dialects.OsloRabbit.Format;
using Amqp1.Json;
using static Amqp1.Core.Tests.Dialects.OsloRabbit.Format.RabbitMessages;

namespace Amqp1.Core.Tests.Dialects.OsloRabbit.Format;

/// <summary>Tests of the literal samples of docs/spec/rabbit-messages.md#samples, in both directions.</summary>
public sealed class SampleTests
{
    private const string PythonCall =
        $$"""{"method": "echo", "args": {"x": "a"}, "version": "1.2", "namespace": "ns", "_msg_id": "{{Call}}", "_reply_q": "{{ReplyQueue}}", "_timeout": null, "_unique_id": "637ec4a8", "_context_user": "u1", "_context_n": 1}""";

    private const string PythonReply = $$"""{"result": {"a": [1, 2.5, null]}, "failure": null, "ending": true, "_msg_id": "{{Call}}", "_unique_id": "9039e26a"}""";

    private const string PythonFailure =
        $$"""{"result": null, "failure": "{\"class\": \"ValueError\", \"module\": \"builtins\", \"message\": \"boom!\", \"tb\": [\"Traceback\\n\"], \"args\": [\"boom!\"], \"kwargs\": {} }", "ending": true, "_msg_id": "{{Call}}", "_unique_id": "9039e26a"}""";

    private const string PythonHeartbeat = $$"""{"result": null, "failure": null, "ending": false, "_msg_id": "{{Call}}", "_unique_id": "9039e26a"}""";

    private const string PythonNotification =
        """{"message_id": "5f3a", "publisher_id": "pub1", "event_type": "ev.type", "priority": "INFO", "payload": {"k": [1]}, "timestamp": "2026-11-23 13:36:04.614868", "_unique_id": "77", "_context_user": "u1"}""";

    private readonly RabbitFormat _format = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_call_from_Python_is_understood_with_and_without_envelope(bool enveloped)
    {
        var incoming = _format.ReadRequest(FromPython(enveloped ? InEnvelope(PythonCall) : PythonCall));

        incoming.Fault.ShouldBeNull();
        incoming.UniqueId.ShouldBe("637ec4a8");
        incoming.Reply.ShouldBe(new ReplyRoute(ReplyQueue, Call));
        var request = incoming.Request!;
        request.Method.ShouldBe("echo");
        request.Namespace.ShouldBe("ns");
        request.Version.ShouldBe("1.2");
        request.CallMonitorTimeout.ShouldBeNull();
        WireBytes.Text(request.Arguments).ShouldBe("""{"x": "a"}""");
        WireBytes.Text(request.Context).ShouldBe("""{"user":"u1","n":1}""");
    }

    [Fact]
    public void A_cast_from_Python_has_defaults_and_no_reply_address()
    {
        var message = FromPython(InEnvelope("""{"method": "note", "args": {"x": 1}, "_unique_id": "ff20743a"}"""));

        var incoming = _format.ReadRequest(message);

        incoming.Reply.ShouldBeNull();
        incoming.Request!.Version.ShouldBe("1.0");
        incoming.Request.Namespace.ShouldBeNull();
        WireBytes.Text(incoming.Request.Context).ShouldBe("{}");
        _format.ReplyAddressOf(message).ShouldBeNull();
    }

    [Fact]
    public void The_reply_address_of_a_call_is_the_queue_name() => _format.ReplyAddressOf(FromPython(InEnvelope(PythonCall))).ShouldBe(ReplyQueue);

    [Fact]
    public void A_monitored_call_names_its_interval() =>
        _format.ReadRequest(FromPython(InEnvelope(PythonCall.Replace("\"_timeout\": null", "\"_timeout\": 3", StringComparison.Ordinal))))
            .Request!.CallMonitorTimeout.ShouldBe(3);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_reply_from_Python_is_matched_by_the_ID_in_its_body(bool enveloped)
    {
        var reply = _format.ReadReply(FromPython(enveloped ? InEnvelope(PythonReply) : PythonReply));

        reply.Fault.ShouldBeNull();
        reply.Call.ShouldBe(CallId.Parse((object)Call));
        reply.CorrelationId.ShouldBe(Call);
        WireBytes.Text(_format.ReadResult(reply.Body!.Value).Response).ShouldBe("""{"a": [1, 2.5, null]}""");
    }

    [Fact]
    public void A_failure_from_Python_is_understood()
    {
        var reply = _format.ReadReply(FromPython(InEnvelope(PythonFailure)));

        reply.Call.ShouldBe(CallId.Parse((object)Call));
        var failure = _format.ReadResult(reply.Body!.Value).Failure!;
        failure.Class.ShouldBe("ValueError");
        failure.Module.ShouldBe("builtins");
        failure.Message.ShouldBe("boom!");
        failure.Traceback.ShouldBe(["Traceback\n"]);
        WireBytes.Text(failure.Arguments).ShouldBe("""["boom!"]""");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_heartbeat_from_Python_has_no_body(bool enveloped)
    {
        var reply = _format.ReadReply(FromPython(enveloped ? InEnvelope(PythonHeartbeat) : PythonHeartbeat));

        reply.Call.ShouldBe(CallId.Parse((object)Call));
        reply.Body.ShouldBeNull();
        reply.Fault.ShouldBeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_notification_from_Python_is_understood_in_both_formats(bool enveloped)
    {
        var notification = _format.ReadNotification(FromPython(enveloped ? InEnvelope(PythonNotification) : PythonNotification)).Notification;

        notification.MessageId.ShouldBe("5f3a");
        notification.PublisherId.ShouldBe("pub1");
        notification.EventType.ShouldBe("ev.type");
        notification.Priority.ShouldBe("INFO");
        notification.Timestamp.ShouldBe("2026-11-23 13:36:04.614868");
        notification.NotText.ShouldBe(NotificationFields.None);
        WireBytes.Text(notification.Payload).ShouldBe("""{"k": [1]}""");
        WireBytes.Text(notification.Context).ShouldBe("""{"user":"u1"}""");
    }

    [Fact]
    public void A_call_has_the_keys_and_values_of_Python()
    {
        var outgoing = Outgoing(Request(context: """{"user":"u1","n":1}""", ns: "ns", version: "1.2"), MessageKind.Call);

        ShouldBeSame(
            Inside(Sent(outgoing, CallAttempt)),
            PythonCall.Replace("637ec4a8", $"{outgoing.UniqueId:N}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(3000, "3")]
    [InlineData(2500, "2.5")]
    public void A_monitored_call_has_the_interval_in_seconds(int milliseconds, string expected) =>
        Inside(Sent(Outgoing(Request(monitor: TimeSpan.FromMilliseconds(milliseconds)), MessageKind.Call), CallAttempt))
            .ShouldContain($"\"_timeout\":{expected},");

    [Fact]
    public void A_cast_has_the_keys_and_values_of_Python()
    {
        var outgoing = Outgoing(Request("note", """{"x":1}""", """{"user":"u1"}"""));

        ShouldBeSame(Inside(Sent(outgoing)), $$"""{"method": "note", "args": {"x": 1}, "_unique_id": "{{outgoing.UniqueId:N}}", "_context_user": "u1"}""");
    }

    [Fact]
    public void A_reply_has_the_keys_and_values_of_Python()
    {
        var outgoing = Outgoing(Result("""{"a":[1,2.5,null]}"""), MessageKind.Reply, Call);

        ShouldBeSame(Inside(Sent(outgoing)), PythonReply.Replace("9039e26a", $"{outgoing.UniqueId:N}", StringComparison.Ordinal));
    }

    [Fact]
    public void A_failure_has_the_keys_and_values_of_Python()
    {
        var outgoing = Outgoing(new FailureContent(new RemoteFailure("ValueError", "builtins", "boom!", ["Traceback\n"])), MessageKind.Reply, Call);

        var sent = JsonNode.Parse(Inside(Sent(outgoing)))!;
        var expected = JsonNode.Parse(PythonFailure)!;
        ShouldBeSame(sent["failure"]!.GetValue<string>(), expected["failure"]!.GetValue<string>());
        sent["failure"] = expected["failure"] = null;
        sent["_unique_id"]!.GetValue<string>().ShouldBe($"{outgoing.UniqueId:N}");
        sent["_unique_id"] = expected["_unique_id"]!.DeepClone();
        JsonNode.DeepEquals(sent, expected).ShouldBeTrue();
    }

    [Fact]
    public void A_heartbeat_has_the_keys_and_values_of_Python()
    {
        var outgoing = Outgoing(null, MessageKind.Heartbeat, Call);

        ShouldBeSame(Inside(Sent(outgoing)), PythonHeartbeat.Replace("9039e26a", $"{outgoing.UniqueId:N}", StringComparison.Ordinal));
    }

    [Fact]
    public void A_notification_has_an_envelope_in_version_2_only()
    {
        var notification = new NotificationMessage("5f3a", "pub1", "ev.type", "INFO", WireBytes.Utf8("""{"k":[1]}"""), "2026-11-23 13:36:04.614868", WireBytes.Utf8("""{"user":"u1"}"""));
        var first = Outgoing(Content(notification, NotificationFormat.Version1), MessageKind.Notification);
        var second = Outgoing(Content(notification, NotificationFormat.Version2), MessageKind.Notification);

        ShouldBeSame(BodyOf(Sent(first)), PythonNotification.Replace("\"77\"", $"\"{first.UniqueId:N}\"", StringComparison.Ordinal));
        BodyOf(Sent(second)).ShouldStartWith("{\"oslo.version\":\"2.0\",\"oslo.message\":\"{\\\"message_id\\\":");
        ShouldBeSame(Inside(Sent(second)), PythonNotification.Replace("\"77\"", $"\"{second.UniqueId:N}\"", StringComparison.Ordinal));
    }

    private static NotificationContent Content(NotificationMessage notification, NotificationFormat format) => new(notification, notification.Payload.ToArray(), format);

    private static void ShouldBeSame(string json, string expected) =>
        JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(expected)).ShouldBeTrue(json);
}
