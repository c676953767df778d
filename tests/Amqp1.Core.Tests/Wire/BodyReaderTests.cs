using System.Text;
using Amqp1.Dialects.OsloAmqp1;
using Amqp1.Json;
using Amqp1.Wire;

namespace Amqp1.Core.Tests.Wire;

/// <summary>Tests of bodies and envelopes that are refused, and of the reasons.</summary>
public sealed class BodyReaderTests
{
    [Theory]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("17")]
    [InlineData("null")]
    [InlineData("""["request",{"method":"m"}]""")]
    public void A_body_that_is_no_object_is_refused(string body) =>
        Should.Throw<WireFormatException>(() => BodyReader.Read(Bytes(body))).Message.ShouldContain("not a JSON object");

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"context":{}}""")]
    [InlineData("""{"requests":{"method":"m"}}""")]
    public void A_body_without_a_request_is_refused(string body) =>
        Should.Throw<WireFormatException>(() => BodyReader.Read(Bytes(body))).Message.ShouldContain("no request");

    [Theory]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("""["method","m"]""")]
    public void A_request_that_is_no_object_is_refused(string request)
    {
        Should.Throw<WireFormatException>(() => Envelope.Open(Bytes(request))).Message.ShouldContain("not an object");
        Should.Throw<WireFormatException>(() => RpcRequestReader.Read(Bytes($$$"""{"request":{{{request}}}}"""))).Message.ShouldContain("not an object");
        Should.Throw<WireFormatException>(() => NotificationReader.Read(Bytes($$$"""{"request":{{{request}}}}"""))).Message.ShouldContain("not an object");
    }

    [Theory]
    [InlineData("5", 5.0)]
    [InlineData("2.5", 2.5)]
    [InlineData("\"5\"", null)]
    [InlineData("null", null)]
    [InlineData("{\"request\":{}}", null)]
    public void The_timeout_of_call_monitoring_is_a_number_or_none(string value, double? expected)
    {
        var (request, fields) = BodyReader.Read(Bytes($$$"""{"call_monitor_timeout":{{{value}}},"request":{"method":"m"}}"""));

        fields.CallMonitorTimeout.ShouldBe(expected);
        WireBytes.Text(request).ShouldBe("""{"method":"m"}""");
    }

    [Theory]
    [InlineData("true", true, null)]
    [InlineData("16", true, 16)]
    [InlineData("0", false, null)]
    [InlineData("-1", false, null)]
    [InlineData("1.5", false, null)]
    [InlineData("99999999999", false, null)]
    [InlineData("false", false, null)]
    [InlineData("\"true\"", false, null)]
    [InlineData("{\"accepts_parts\":true}", false, null)]
    [InlineData("null", false, null)]
    public void True_or_a_window_means_that_a_caller_reads_streams(string value, bool expected, int? window)
    {
        var parts = BodyReader.Read(Bytes($$$"""{"accepts_parts":{{{value}}},"request":{"method":"m"}}""")).Fields.AcceptedParts;

        parts.HasValue.ShouldBe(expected);
        parts.GetValueOrDefault().Window.ShouldBe(window);
    }

    [Theory]
    [InlineData("""{"user":"u"}""", """{"user":"u"}""")]
    [InlineData("null", "{}")]
    [InlineData("[{}]", "{}")]
    public void A_context_that_is_no_object_counts_as_an_empty_one(string value, string expected) =>
        WireBytes.Text(BodyReader.Read(Bytes($$$"""{"context":{{{value}}},"request":{"method":"m"}}""")).Fields.Context).ShouldBe(expected);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
