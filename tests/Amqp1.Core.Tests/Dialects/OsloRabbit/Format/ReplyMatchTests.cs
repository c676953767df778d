using Amqp;
using Amqp.Framing;
using Amqp1.Core.Tests.Wire;
using Amqp1.Dialects;
using Amqp1.Dialects.OsloRabbit.Format;
using Amqp1.Json;
using static Amqp1.Core.Tests.Dialects.OsloRabbit.Format.RabbitMessages;

namespace Amqp1.Core.Tests.Dialects.OsloRabbit.Format;

/// <summary>Tests of the rules of docs/spec/rabbit-messages.md#matching.</summary>
public sealed class ReplyMatchTests
{
    private const string Other = "ffeeddccbbaa99887766554433221100";
    private static readonly CallId Id = CallId.Parse((object)Call)!.Value;

    private readonly RabbitFormat _format = new();

    [Theory]
    [InlineData(1)]
    [InlineData(5000)]
    public void A_reply_of_ours_is_matched_by_its_correlation_id_and_its_body_alike(int size)
    {
        var message = Sent(Outgoing(Result($"\"{new string('r', size)}\""), MessageKind.Reply, Call));

        _format.ReadReply(message).Call.ShouldBe(Id);
        _format.ReadReply(FromPython(BodyOf(message))).Call.ShouldBe(Id);
        _format.ReadResult(_format.ReadReply(message).Body!.Value).Response.Length.ShouldBe(size + 2);
    }

    [Fact]
    public void The_correlation_id_wins_over_the_body()
    {
        var message = Answered("""{"result": 1, "failure": null, "ending": true, "_msg_id": "OTHER", "_unique_id": "u"}""".Replace("OTHER", Other, StringComparison.Ordinal), Call);

        _format.ReadReply(message).Call.ShouldBe(Id);
    }

    [Fact]
    public void A_correlation_id_in_another_form_does_not_count() =>
        _format.ReadReply(Answered($$"""{"result": 1, "failure": null, "ending": true, "_msg_id": "{{Call}}", "_unique_id": "u"}""", "their own")).Call.ShouldBe(Id);

    [Fact]
    public void A_heartbeat_of_ours_is_a_heartbeat()
    {
        var reply = _format.ReadReply(Sent(Outgoing(null, MessageKind.Heartbeat, Call)));

        reply.Call.ShouldBe(Id);
        reply.Body.ShouldBeNull();
        reply.Fault.ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"ending\": null, ")]
    [InlineData("\"ending\": false, ")]
    [InlineData("\"ending\": 1, ")]
    public void A_reply_without_contents_that_is_not_the_last_one_is_a_heartbeat(string ending)
    {
        var reply = _format.ReadReply(FromPython(InEnvelope($$"""{"result": null, "failure": null, {{ending}}"_msg_id": "{{Call}}", "_unique_id": "u"}""")));

        reply.Call.ShouldBe(Id);
        reply.Body.ShouldBeNull();
    }

    [Theory]
    [InlineData("\"result\": 0, \"failure\": null, ")]
    [InlineData("\"result\": null, \"failure\": \"{}\", ")]
    [InlineData("\"result\": 1, \"failure\": null, \"ending\": false, ")]
    public void A_reply_with_contents_is_no_heartbeat(string fields)
    {
        var reply = _format.ReadReply(FromPython(InEnvelope($$"""{{{fields}}"_msg_id": "{{Call}}", "_unique_id": "u"}""")));

        reply.Call.ShouldBe(Id);
        reply.Body.ShouldNotBeNull();
        reply.Fault.ShouldBeNull();
    }

    [Theory]
    [InlineData("{\"_msg_id\": \"CALL\", \"result\": BIG, \"failure\": null, \"ending\": true, \"_unique_id\": \"u\"}")]
    [InlineData("{\"result\": BIG, \"failure\": null, \"ending\": true, \"_unique_id\": \"u\", \"_msg_id\": \"CALL\"}")]
    [InlineData("{\"_msg_id\": \"CALL\", \"failure\": null, \"result\": {\"b\": BIG, \"ending\": true, \"_msg_id\": \"OTHER\", \"_unique_id\": \"u\"}}")]
    [InlineData("{\"_msg_id\": \"CALL\", \"failure\": null, \"result\": [BIG, \", \\\"ending\\\": true, \\\"_msg_id\\\": \\\"OTHER\\\", \\\"_unique_id\\\": \\\"u\\\"}\"]}")]
    [InlineData("{\"_msg_id\": \"CALL\", \"failure\": null, \"result\": BIG, \"x\": \", \\\"ending\\\": true, \\\"_msg_id\\\": \\\"OTHER\\\", \\\"_unique_id\\\": \\\"u\\\"}\"}")]
    public void The_order_of_the_fields_and_the_contents_of_the_result_do_not_matter(string body)
    {
        var text = body.Replace("BIG", $"\"{new string('b', 2000)}\"", StringComparison.Ordinal)
            .Replace("CALL", Call, StringComparison.Ordinal)
            .Replace("OTHER", Other, StringComparison.Ordinal);

        _format.ReadReply(FromPython(InEnvelope(text))).Call.ShouldBe(Id);
        _format.ReadReply(FromPython(text)).Call.ShouldBe(Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00112233445566778899aabbccddeef")]
    [InlineData("00112233445566778899aabbccddeeff0")]
    [InlineData("00112233-4455-6677-8899-aabbccddee")]
    [InlineData("x0112233445566778899aabbccddeeff")]
    public void A_part_of_an_ID_matches_no_call(string id)
    {
        var reply = _format.ReadReply(FromPython(InEnvelope($$"""{"result": 1, "failure": null, "ending": true, "_msg_id": "{{id}}", "_unique_id": "u"}""")));

        reply.Call.ShouldBeNull();
        reply.CorrelationId.ShouldBe(id);
    }

    [Fact]
    public void A_reply_that_cannot_be_read_fails_its_call_if_it_is_named()
    {
        var reply = _format.ReadReply(Answered("nonsense", Call));

        reply.Call.ShouldBe(Id);
        reply.Fault.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("""{"result": {"a": 1}, "failure": null}""", """{"a": 1}""")]
    [InlineData("""{"result": 1, "failure": ""}""", "1")]
    [InlineData("""{"result": 1, "failure": false}""", "1")]
    [InlineData("""{"failure": null}""", "null")]
    [InlineData("""{"result": null}""", "null")]
    public void Without_a_failure_the_result_counts(string body, string result) =>
        WireBytes.Text(_format.ReadResult(WireBytes.Utf8(body)).Response).ShouldBe(result);

    [Theory]
    [InlineData("""{"ending": true}""")]
    [InlineData("""{"result": null, "failure": "nonsense"}""")]
    [InlineData("""{"result": null, "failure": "[]"}""")]
    public void A_reply_without_result_and_failure_cannot_be_read(string body) =>
        Should.Throw<WireFormatException>(() => _format.ReadResult(WireBytes.Utf8(body)));

    private static Message Answered(string json, string correlationId)
    {
        var message = new Message { Properties = new Properties(), BodySection = new Data { Binary = WireBytes.Utf8(InEnvelope(json)) } };
        message.Properties.SetCorrelationId(correlationId);
        return WireBytes.Decode(WireBytes.Encode(message));
    }
}
