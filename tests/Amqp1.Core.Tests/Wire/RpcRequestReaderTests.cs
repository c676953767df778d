using Amqp1.Dialects;
using Amqp1.Dialects.OsloAmqp1;
using Amqp1.Json;
using Amqp1.Wire;

namespace Amqp1.Core.Tests.Wire;

public sealed class RpcRequestReaderTests
{
    [Fact]
    public void A_recorded_call_is_read()
    {
        var request = Read("""{"request": {"method": "echo", "args": {"data": "CALL-UNICAST"}}, "context": {"ctx": "k"}}""");

        request.Method.ShouldBe("echo");
        WireBytes.Text(request.Arguments).ShouldBe("""{"data": "CALL-UNICAST"}""");
        WireBytes.Text(request.Context).ShouldBe("""{"ctx": "k"}""");
        request.Namespace.ShouldBeNull();
        request.Version.ShouldBe("1.0");
        request.CallMonitorTimeout.ShouldBeNull();
    }

    [Fact]
    public void A_recorded_monitored_call_is_read()
    {
        var request = Read("""{"request": {"method": "sleep", "args": {"seconds": 2.5}}, "context": {}, "call_monitor_timeout": 2}""");

        request.CallMonitorTimeout.ShouldBe(2);
        WireBytes.Text(request.Arguments).ShouldBe("""{"seconds": 2.5}""");
    }

    [Fact]
    public void Order_of_keys_and_unknown_keys_do_not_matter()
    {
        var request = Read("""{"x":[{"request":1}],"call_monitor_timeout":0.5,"context":{"a":{"b":[1]}},"request":{"later":{"method":3},"version":"2.3","args":{"n":{"m":[]}},"namespace":"ns","method":"m"}}""");

        request.Method.ShouldBe("m");
        request.Namespace.ShouldBe("ns");
        request.Version.ShouldBe("2.3");
        request.CallMonitorTimeout.ShouldBe(0.5);
        WireBytes.Text(request.Arguments).ShouldBe("""{"n":{"m":[]}}""");
        WireBytes.Text(request.Context).ShouldBe("""{"a":{"b":[1]}}""");
    }

    [Fact]
    public void What_is_missing_has_upstreams_defaults()
    {
        var request = Read("""{"request":{"method":"m"}}""");

        WireBytes.Text(request.Arguments).ShouldBe("{}");
        WireBytes.Text(request.Context).ShouldBe("{}");
        request.Version.ShouldBe("1.0");
    }

    [Fact]
    public void An_explicit_null_version_stays_null() => Read("""{"request":{"method":"m","version":null}}""").Version.ShouldBeNull();

    [Fact]
    public void Null_arguments_namespace_and_context_count_as_missing()
    {
        var request = Read("""{"request":{"method":"m","args":null,"namespace":null},"context":null,"call_monitor_timeout":null}""");

        WireBytes.Text(request.Arguments).ShouldBe("{}");
        WireBytes.Text(request.Context).ShouldBe("{}");
        request.Namespace.ShouldBeNull();
        request.CallMonitorTimeout.ShouldBeNull();
    }

    [Theory]
    [InlineData("\"2\"")]
    [InlineData("true")]
    [InlineData("[2]")]
    [InlineData("{\"a\":1}")]
    [InlineData("NaN")]
    public void A_monitor_timeout_that_is_no_number_means_no_monitoring(string value) =>
        Read($$$"""{"request":{"method":"m"},"call_monitor_timeout":{{{value}}},"context":{"k":"v"}}""").CallMonitorTimeout.ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("12")]
    [InlineData("{}")]
    [InlineData("{\"request\":null}")]
    [InlineData("{\"request\":[]}")]
    [InlineData("{\"request\":\"m\"}")]
    [InlineData("{\"request\":{}}")]
    [InlineData("{\"request\":{\"method\":null}}")]
    [InlineData("{\"request\":{\"method\":1}}")]
    [InlineData("{\"request\":{\"method\":\"m\",\"args\":[]}}")]
    [InlineData("{\"request\":{\"method\":\"m\",\"args\":\"x\"}}")]
    [InlineData("{\"request\":{\"method\":\"m\",\"version\":1.0}}")]
    [InlineData("{\"request\":{\"method\":\"m\",\"namespace\":{}}}")]
    [InlineData("{\"request\":{\"method\":\"m\"}")]
    [InlineData("{\"request\":{\"method\":\"m\"}} x")]
    [InlineData("{\"request\":{\"method\":\"m\"}}{}")]
    [InlineData("{\"request\":{\"method\":\"m\\q\"}}")]
    [InlineData("{\"request\":{\"method\":\"m\\u12\"}}")]
    [InlineData("\ufeff{\"request\":{\"method\":\"m\"}}")]
    public void What_is_no_request_is_refused(string body) => Should.Throw<WireFormatException>(() => Read(body));

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused()
    {
        var body = WireBytes.Utf8("""{"request":{"method":"m?"}}""");
        body[Array.IndexOf(body, (byte)'?')] = 0xff;

        Should.Throw<WireFormatException>(() => RpcRequestReader.Read(body));
    }

    [Fact]
    public void Nesting_within_the_limit_is_read_and_deeper_is_refused()
    {
        Read(Nested(JsonLimits.MaxDepth - 2)).Method.ShouldBe("m");
        Should.Throw<WireFormatException>(() => Read(Nested(JsonLimits.MaxDepth - 1)));
        Should.Throw<WireFormatException>(() => Read(Nested(200_000)));
    }

    [Fact]
    [Trait("Conformance", "65")]
    public void An_envelope_of_version_2_0_is_opened()
    {
        var request = Read("""{"request":{"oslo.version":"2.0","oslo.message":"{\"method\": \"m\", \"args\": {\"a\": 1}}"},"context":{"c":1}}""");

        request.Method.ShouldBe("m");
        WireBytes.Text(request.Arguments).ShouldBe("""{"a": 1}""");
        WireBytes.Text(request.Context).ShouldBe("""{"c":1}""");
    }

    [Theory]
    [InlineData("2.1")]
    [InlineData("1.9")]
    [InlineData("1.0")]
    [InlineData("3.0")]
    [InlineData("2.0.1")]
    [InlineData("2")]
    [InlineData("")]
    [Trait("Conformance", "65")]
    public void Envelopes_of_other_versions_are_refused(string version) => Should.Throw<WireFormatException>(() =>
        Read($$$"""{"request":{"oslo.version":"{{{version}}}","oslo.message":"{\"method\":\"m\"}"}}"""));

    [Theory]
    [InlineData("""{"request":{"oslo.version":2.0,"oslo.message":"{\"method\":\"m\"}"}}""")]
    [InlineData("""{"request":{"oslo.version":"2.0","oslo.message":{"method":"m"}}}""")]
    [InlineData("""{"request":{"oslo.version":"2.0","oslo.message":"{\"method\":"}}""")]
    [InlineData("""{"request":{"oslo.version":"2.0","oslo.message":"{\"method\":\"m\"} x"}}""")]
    [InlineData("""{"request":{"oslo.version":"2.0","oslo.message":""}}""")]
    [InlineData("""{"request":{"oslo.version":"2.0","oslo.message":"[\"method\"]"}}""")]
    public void Envelopes_with_something_else_inside_are_refused(string body) => Should.Throw<WireFormatException>(() => Read(body));

    [Fact]
    public void Half_an_envelope_is_none() =>
        Read("""{"request":{"oslo.version":"9.9","method":"m"}}""").Method.ShouldBe("m");

    private static string Nested(int depth) =>
        $$"""{"request":{"method":"m","x":{{new string('[', depth)}}{{new string(']', depth)}}""" + "}}";

    private static RpcRequest Read(string body) => RpcRequestReader.Read(WireBytes.Utf8(body));
}
