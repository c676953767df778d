using Amqp1.Core.Tests.Wire;
using Amqp1.Dialects;
using Amqp1.Dialects.OsloRabbit.Format;
using static Amqp1.Core.Tests.Dialects.OsloRabbit.Format.RabbitMessages;

namespace Amqp1.Core.Tests.Dialects.OsloRabbit.Format;

/// <summary>Tests the messages of streams (docs/spec/streams.md).</summary>
public sealed class StreamMessageTests
{
    private readonly RabbitFormat _format = new();

    [Theory]
    [InlineData(null)]
    [InlineData(64)]
    public void A_request_says_how_its_caller_takes_a_list_in_parts(int? window)
    {
        var content = new StreamRequestContent(new PartAcceptance(window)) { Method = "count", Arguments = "{}"u8.ToArray(), Context = "{}"u8.ToArray() };

        var sent = Sent(Outgoing(content), CallAttempt);

        Inside(sent).ShouldContain($",\"accepts_parts\":{(window is null ? "true" : "64")},");
        _format.ReadRequest(sent).AcceptedParts.ShouldBe(new PartAcceptance(window));
        _format.ReadRequest(Sent(Outgoing(Request("count", "{}", "{}", null, null, null)), CallAttempt)).AcceptedParts.ShouldBeNull();
    }

    [Theory]
    [InlineData(false, "\"part\":7,\"ending\":false")]
    [InlineData(true, "\"parts\":7,\"ending\":true")]
    public void A_part_has_its_number(bool isLast, string members)
    {
        var sent = Sent(Outgoing(new PartContent("[1,2]"u8.ToArray(), new ReplyPart(7, isLast)), MessageKind.ReplyPart, Call));

        Inside(sent).ShouldStartWith($"{{\"result\":[1,2],\"failure\":null,{members},\"_msg_id\":");
        var reply = _format.ReadReply(sent);
        reply.Call.ShouldBe(CallId.Parse((object)Call));
        var read = _format.ReadResult(reply.Body.ShouldNotBeNull());
        read.Part.ShouldBe(new ReplyPart(7, isLast));
        WireBytes.Text(read.Response).ShouldBe("[1,2]");
    }

    [Fact]
    public void An_empty_part_is_no_heartbeat()
    {
        var reply = _format.ReadReply(Sent(Outgoing(new PartContent(PartContent.NoItems, new ReplyPart(0, IsLast: false)), MessageKind.ReplyPart, Call)));

        _format.ReadResult(reply.Body.ShouldNotBeNull()).Part.ShouldBe(new ReplyPart(0, IsLast: false));
    }

    [Fact]
    public void A_failure_ends_a_stream()
    {
        var content = new FailureContent(new RemoteFailure("ValueError", "builtins", "boom!", [])) { Part = new ReplyPart(3, IsLast: true) };

        var reply = _format.ReadReply(Sent(Outgoing(content, MessageKind.Reply, Call)));

        var read = _format.ReadResult(reply.Body.ShouldNotBeNull());
        read.Failure.ShouldNotBeNull().Message.ShouldBe("boom!");
        read.Part.ShouldBe(new ReplyPart(3, IsLast: true));
    }

    [Fact]
    public void A_probe_names_a_call_and_answers_none()
    {
        var call = CallId.Parse((object)Call).ShouldNotBeNull();

        var reply = _format.ReadReply(Sent(Outgoing(null, MessageKind.Probe, ProbeId.Of(call))));

        reply.Call.ShouldBeNull();
        ProbeId.Read(reply.CorrelationId).ShouldBe(call);
    }
}
