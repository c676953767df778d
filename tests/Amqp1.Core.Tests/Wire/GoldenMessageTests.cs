using Amqp1.Addressing;
using Amqp1.Bus.Replies;
using Amqp1.Diagnostics;
using Amqp1.Dialects;
using Amqp1.Dialects.OsloAmqp1;
using Amqp1.Wire;

namespace Amqp1.Core.Tests.Wire;

/// <summary>Tests of the literal samples of docs/spec/messages.md#samples, byte for byte.</summary>
public sealed class GoldenMessageTests
{
    private const string MessageId = "00112233445566778899aabbccddeeff";
    private const string CallBody = """{"request": {"method": "add", "args": {"x": 1, "s": "h\u00e9 \"q\"\n\u0001"}, "version": "1.2", "namespace": "ns"}, "context": {"user": "u", "request_id": "req-1"}}""";
    private const string CastBody = """{"request": {"method": "add", "args": {"x": 2}}, "context": {}}""";
    private const string ReplyBody = """{"response": {"a": [1, 2.5, null, true]}}""";
    private static readonly Destination Anywhere = Destination.ReplyTo("reply-addr");

    private static readonly byte[] PythonCall = WireBytes.Of(
        $"005370 c008 03 40 40 70 0000ea60 005373 c056 09 a120 '{MessageId}' 40 a117 'unicast.openstack.topic' 40 a10a 'reply-addr' 40 40 40 83 0000000000bc5ea8 005377 a1a4 '{CallBody}'");

    private static readonly byte[] PythonCast = WireBytes.Of(
        $"005370 45 005373 c029 03 40 40 a124 'broadcast.vhostA.openstack.topic.all' 005377 a13f '{CastBody}'");

    private static readonly byte[] PythonReply = WireBytes.Of(
        $"005370 45 005373 c033 06 40 40 a10a 'reply-addr' 40 40 a120 '{MessageId}' 005377 a129 '{ReplyBody}'");

    private static readonly byte[] PythonHeartbeat = WireBytes.Of(
        $"005370 c008 03 40 40 70 00001388 005373 c033 06 40 40 a10a 'reply-addr' 40 40 a120 '{MessageId}'");

    [Fact]
    public void The_samples_have_the_sizes_that_were_measured() =>
        new[] { PythonCall, PythonCast, PythonReply, PythonHeartbeat }.Select(bytes => bytes.Length).ShouldBe([273, 118, 106, 69]);

    [Fact]
    public void A_cast_is_the_same_bytes_as_from_Python() => Sent(
        new() { Kind = MessageKind.Cast, Destination = Anywhere, Content = new RawContent(CastBody) }, "broadcast.vhostA.openstack.topic.all")
        .ShouldBe(PythonCast);

    [Fact]
    public void A_reply_is_the_same_bytes_as_from_Python() => Sent(
        new() { Kind = MessageKind.Reply, Destination = Anywhere, Content = new RawContent(ReplyBody), CorrelationId = MessageId }, "reply-addr")
        .ShouldBe(PythonReply);

    /// <summary>
    /// Checks the bytes of a heartbeat. AMQPNetLite writes the body that AMQP requires, which is a null value here. Measurements show that
    /// Python reads a null value as no body.
    /// </summary>
    [Fact]
    public void A_heartbeat_is_the_same_bytes_as_from_Python_but_for_a_body_of_null() => Sent(
        new() { Kind = MessageKind.Heartbeat, Destination = Anywhere, CorrelationId = MessageId }, "reply-addr", TimeSpan.FromSeconds(5))
        .ShouldBe([.. PythonHeartbeat, .. WireBytes.Of("005377 40")]);

    [Fact]
    [Trait("EdgeCase", "42")]
    public void A_call_is_the_same_bytes_as_from_Python_but_for_the_absolute_expiry_time() => Sent(
        new() { Kind = MessageKind.Call, Destination = Anywhere, Content = new RawContent(CallBody) },
        "unicast.openstack.topic",
        TimeSpan.FromSeconds(60),
        MessageId,
        "reply-addr")
        .ShouldBe(WireBytes.Of(
            $"005370 c008 03 40 40 70 0000ea60 005373 c04a 05 a120 '{MessageId}' 40 a117 'unicast.openstack.topic' 40 a10a 'reply-addr' 005377 a1a4 '{CallBody}'"));

    [Fact]
    public void A_call_from_Python_is_understood()
    {
        var message = WireBytes.Decode(PythonCall);

        message.Header.Ttl.ShouldBe(60_000u);
        message.Properties.GetMessageId().ShouldBe(MessageId);
        message.Properties.To.ShouldBe("unicast.openstack.topic");
        message.Properties.ReplyTo.ShouldBe("reply-addr");
        var request = RpcRequestReader.Read(MessageBody.Read(message)!.Value);
        request.Method.ShouldBe("add");
        request.Namespace.ShouldBe("ns");
        request.Version.ShouldBe("1.2");
        WireBytes.Text(request.Arguments).ShouldBe("""{"x": 1, "s": "h\u00e9 \"q\"\n\u0001"}""");
        MessagingContext.FromUtf8(request.Context)["request_id"].ShouldBe("req-1");
    }

    [Fact]
    public void A_cast_from_Python_is_understood()
    {
        var message = WireBytes.Decode(PythonCast);

        message.Properties.GetMessageId().ShouldBeNull();
        message.Properties.ReplyTo.ShouldBeNull();
        RpcRequestReader.Read(MessageBody.Read(message)!.Value).Method.ShouldBe("add");
    }

    [Fact]
    public void A_reply_from_Python_is_understood()
    {
        var message = WireBytes.Decode(PythonReply);

        message.Properties.GetCorrelationId().ShouldBe(MessageId);
        WireBytes.Text(ReplyReader.Read(MessageBody.Read(message)!.Value).Response).ShouldBe("""{"a": [1, 2.5, null, true]}""");
    }

    [Fact]
    public void A_heartbeat_from_Python_has_no_body() => MessageBody.Read(WireBytes.Decode(PythonHeartbeat)).ShouldBeNull();

    [Fact]
    public void Bodies_above_255_bytes_go_out_as_a_long_string()
    {
        var text = "\"" + new string('x', 254) + "\"";
        var bytes = Sent(new() { Kind = MessageKind.Cast, Destination = Anywhere, Content = new RawContent(text) }, "a");

        bytes.ShouldBe(WireBytes.Of($"005370 45 005373 c006 03 40 40 a101 'a' 005377 b1 00000100 '{text}'"));
        MessageBody.Read(WireBytes.Decode(bytes))!.Value.Length.ShouldBe(256);
    }

    [Fact]
    public void A_body_of_255_bytes_goes_out_as_a_short_string()
    {
        var text = "\"" + new string('x', 253) + "\"";

        Sent(new() { Kind = MessageKind.Cast, Destination = Anywhere, Content = new RawContent(text) }, "a")
            .ShouldBe(WireBytes.Of($"005370 45 005373 c006 03 40 40 a101 'a' 005377 a1ff '{text}'"));
    }

    [Theory]
    [InlineData(0.2, 1u)]
    [InlineData(1.9, 1u)]
    [InlineData(1500, 1500u)]
    [InlineData(1e13, uint.MaxValue)]
    public void Time_to_live_is_whole_milliseconds_at_least_one(double milliseconds, uint ttl) =>
        WireBytes.Decode(Sent(new() { Kind = MessageKind.Cast, Destination = Anywhere }, "a", TimeSpan.FromMilliseconds(milliseconds)))
            .Header.Ttl.ShouldBe(ttl);

    [Fact]
    public void A_strangers_correlation_id_goes_back_in_its_own_type()
    {
        var id = Guid.NewGuid();
        var bytes = Sent(new() { Kind = MessageKind.Reply, Destination = Anywhere, CorrelationId = id }, "a");

        WireBytes.Decode(bytes).Properties.GetCorrelationId().ShouldBe(id);
    }

    [Fact]
    public void A_trace_context_travels_in_application_properties()
    {
        var bytes = Sent(
            new() { Kind = MessageKind.Cast, Destination = Anywhere, Trace = new TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "k=v") }, "a");

        var properties = WireBytes.Decode(bytes).ApplicationProperties;
        properties["traceparent"].ShouldBe("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        properties["tracestate"].ShouldBe("k=v");
    }

    private static byte[] Sent(OutgoingMessage outgoing, string address, TimeSpan? ttl = null, string? messageId = null, string? replyTo = null) =>
        WireBytes.Encode(Amqp1Format.Instance.Encode(outgoing, new SendAttempt(address, ttl, IdOf(messageId), replyTo)));

    private static CallId? IdOf(string? messageId) => CallId.Parse(messageId);
}
