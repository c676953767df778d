using Amqp1.Core.Tests.Wire;
using Amqp1.Dialects;
using Amqp1.Dialects.OsloRabbit.Format;
using Amqp1.Json;
using CsCheck;
using static Amqp1.Core.Tests.Dialects.OsloRabbit.Format.RabbitMessages;

namespace Amqp1.Core.Tests.Dialects.OsloRabbit.Format;

/// <summary>
/// Tests of messages that do not conform to docs/spec/rabbit-messages.md. None of them throws where the bus does not expect it.
/// </summary>
public sealed class HostileMessageTests
{
    private const string Whole = $$"""{"method": "m", "args": {"a": 1}, "_msg_id": "{{Call}}", "_reply_q": "q", "_timeout": null, "_unique_id": "u", "_context_k": { } }""";

    private readonly RabbitFormat _format = new();

    public static TheoryData<string> NotMessages { get; } =
    [
        "", " ", "{", "[]", "null", "1", "\"text\"", "{}x", "{}{}", "\u00ff", """{"oslo.version": "2.0", "oslo.message": "["}""",
        """{"oslo.version": "2.0", "oslo.message": ""}""", """{"oslo.version": "2.0", "oslo.message": "[]"}""", """{"oslo.version": "2.0", "oslo.message": {}}""",
        """{"oslo.version": "3.0", "oslo.message": "{}"}""", """{"oslo.version": "2.0", "oslo.message": "{}x"}""", """{"oslo.version": "2.0", "oslo.message": "{}"}x""",
    ];

    [Theory]
    [MemberData(nameof(NotMessages))]
    public void What_is_not_a_message_is_a_fault(string body)
    {
        var message = FromPython(body);

        var request = _format.ReadRequest(message);
        request.Fault.ShouldNotBeNull();
        request.Request.ShouldBeNull();
        request.Reply.ShouldBeNull();
        _format.ReplyAddressOf(message).ShouldBeNull();
        Should.Throw<WireFormatException>(() => _format.ReadNotification(message)).Message.ShouldEndWith(".");
        _format.ReadReply(message).Call.ShouldBeNull();
        Should.Throw<WireFormatException>(() => _format.ReadResult(WireBytes.Utf8(body)));
    }

    [Theory]
    [InlineData("""{"args": {}}""", "The request names no method.")]
    [InlineData("""{"method": null}""", "The request names no method.")]
    [InlineData("""{"method": 1}""", "\"method\" is not a string.")]
    [InlineData("""{"method": "m", "args": []}""", "\"args\" is not an object.")]
    [InlineData("""{"method": "m", "version": 1.0}""", "\"version\" is not a string.")]
    [InlineData("""{"method": "m", "namespace": {}}""", "\"namespace\" is not a string.")]
    public void A_request_with_a_wrong_value_is_a_fault_that_its_caller_can_be_told(string fields, string fault)
    {
        var message = FromPython(InEnvelope($$"""{{fields[..^1]}}, "_msg_id": "{{Call}}", "_reply_q": "q", "_unique_id": "u"}"""));

        var incoming = _format.ReadRequest(message);

        incoming.Request.ShouldBeNull();
        incoming.Fault!.IsWrongType.ShouldBeTrue();
        incoming.Fault.Message.ShouldBe(fault);
        incoming.Reply.ShouldBe(new ReplyRoute("q", Call));
        incoming.UniqueId.ShouldBe("u");
    }

    [Theory]
    [InlineData("""{"method": "m", "args": null}""")]
    [InlineData("""{"method": "m"}""")]
    public void Missing_arguments_are_an_empty_object(string body) =>
        WireBytes.Text(_format.ReadRequest(FromPython(InEnvelope(body))).Request!.Arguments).ShouldBe("{}");

    [Fact]
    public void An_envelope_may_have_other_escapes_than_those_of_Python()
    {
        const string Text = """{"oslo.version":"2.0","oslo.message":"{\u0022method\u0022:\u0022hit\u0022,\u0022args\u0022:{\u0022data\u0022:\u0022\\u00E9\u0022},\u0022_unique_id\u0022:\u0022id-3\u0022}"}""";

        var incoming = new RabbitFormat().ReadRequest(RabbitMessages.FromPython(Text));

        incoming.Fault.ShouldBeNull();
        incoming.Request!.Method.ShouldBe("hit");
        System.Text.Json.JsonElement.Parse(incoming.Request.Arguments.Span).GetProperty("data").GetString().ShouldBe("é");
        incoming.UniqueId.ShouldBe("id-3");
    }

    [Fact]
    public void A_version_of_null_is_no_version() =>
        _format.ReadRequest(FromPython(InEnvelope("""{"method": "m", "version": null}"""))).Request!.Version.ShouldBeNull();

    [Theory]
    [InlineData("\"_msg_id\": \"i\"")]
    [InlineData("\"_reply_q\": \"q\"")]
    [InlineData("\"_msg_id\": \"i\", \"_reply_q\": null")]
    [InlineData("\"_msg_id\": null, \"_reply_q\": \"q\"")]
    [InlineData("\"_msg_id\": \"\", \"_reply_q\": \"q\"")]
    [InlineData("\"_msg_id\": \"i\", \"_reply_q\": \"\"")]
    [InlineData("\"_msg_id\": 1, \"_reply_q\": [\"q\"]")]
    public void A_reply_needs_an_ID_and_a_queue(string fields)
    {
        var message = FromPython(InEnvelope($$"""{"method": "m", {{fields}}}"""));

        var incoming = _format.ReadRequest(message);

        incoming.Fault.ShouldBeNull();
        incoming.Reply.ShouldBeNull();
        _format.ReplyAddressOf(message).ShouldBeNull();
    }

    [Theory]
    [InlineData("\"5\"")]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("null")]
    public void A_monitor_timeout_that_is_not_a_number_is_none(string value) =>
        _format.ReadRequest(FromPython(InEnvelope($$"""{"method": "m", "_timeout": {{value}}}"""))).Request!.CallMonitorTimeout.ShouldBeNull();

    [Fact]
    public void Values_that_only_Python_writes_are_read()
    {
        var request = _format.ReadRequest(FromPython(InEnvelope("""{"method": "m", "args": {"x": NaN, "s": "\ud800"}, "_context_n": -Infinity}"""))).Request!;

        WireBytes.Text(request.Arguments).ShouldBe("""{"x": "NaN", "s": "\ufffd"}""");
        WireBytes.Text(request.Context).ShouldBe("""{"n":"-Infinity"}""");
    }

    [Fact]
    public void Context_keys_may_be_escaped() =>
        WireBytes.Text(_format.ReadRequest(FromPython("""{"method": "m", "_context_h\u00e9": 1, "\u005fcontext_b\"": 2, "\u005fother": 3}""")).Request!.Context)
            .ShouldBe("""{"h\u00e9":1,"b\u0022":2}""");

    [Fact]
    public void The_last_of_several_equal_fields_counts() =>
        _format.ReadRequest(FromPython("""{"method": "a", "method": "b"}""")).Request!.Method.ShouldBe("b");

    [Fact]
    public void A_message_without_a_body_is_a_fault()
    {
        var message = WireBytes.Decode(WireBytes.Of("005370 45 005377 40"));

        _format.ReadRequest(message).Fault!.Message.ShouldBe("The message has no body.");
        _format.ReadReply(message).Fault!.Message.ShouldBe("The reply has no body.");
        _format.ReplyAddressOf(message).ShouldBeNull();
        Should.Throw<WireFormatException>(() => _format.ReadNotification(message));
    }

    [Fact]
    public void Deep_nesting_is_a_fault() =>
        _format.ReadRequest(FromPython(InEnvelope($$"""{"method": "m", "args": {"a": {{new string('[', 100_000)}}"""))).Fault.ShouldNotBeNull();

    [Fact]
    public void Damaged_messages_do_not_throw() => Gen.Select(Gen.Int[0, Whole.Length + 60], Gen.Byte, Gen.Bool).Sample(
        (at, value, enveloped) =>
        {
            var body = WireBytes.Utf8(enveloped ? InEnvelope(Whole) : Whole);
            body[at % body.Length] = value;
            var message = FromPython(body);

            var incoming = _format.ReadRequest(message);

            (incoming.Request is null).ShouldBe(incoming.Fault is not null);
            var reply = _format.ReadReply(message);
            (reply.Fault is null || reply.Body is null).ShouldBeTrue();
            _format.ReplyAddressOf(message).ShouldBe(incoming.Reply?.Address);
        },
        iter: 20_000);
}
