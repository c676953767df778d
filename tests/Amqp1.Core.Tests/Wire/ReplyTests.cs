using System.Text;
using System.Text.Json;
using Amqp1.Dialects;
using Amqp1.Dialects.OsloAmqp1;
using Amqp1.Json;
using Amqp1.Wire;

namespace Amqp1.Core.Tests.Wire;

public sealed class ReplyTests
{
    private const string RecordedFailure =
        """{"failure": "{\"class\": \"KeyError\", \"module\": \"builtins\", \"message\": \"'boom'\", \"tb\": [\"Traceback (most recent call last):\\n\", \"  File \\\"peer.py\\\", line 30, in fail\\n    raise error(msg)\\n\", \"KeyError: 'boom'\\n\"], \"args\": [\"boom\"], \"kwargs\": {}}"}""";

    [Theory]
    [InlineData("""{"response": "CALL-UNICAST"}""", "\"CALL-UNICAST\"")]
    [InlineData("""{"response": 2.5}""", "2.5")]
    [InlineData("""{"response": null}""", "null")]
    [InlineData("""{"response": {"VmHWM": 66236, "server": "e1", "first": 1795437052.1604176}}""", """{"VmHWM": 66236, "server": "e1", "first": 1795437052.1604176}""")]
    [InlineData("""{"later":{"response":1},"response":[]}""", "[]")]
    public void Recorded_responses_are_read(string body, string response)
    {
        var reply = Read(body);

        reply.Failure.ShouldBeNull();
        WireBytes.Text(reply.Response).ShouldBe(response);
    }

    [Fact]
    public void A_recorded_failure_is_read()
    {
        var failure = Read(RecordedFailure).Failure!;

        failure.Class.ShouldBe("KeyError");
        failure.Module.ShouldBe("builtins");
        failure.Message.ShouldBe("'boom'");
        failure.Traceback.Count.ShouldBe(3);
        failure.Traceback.ShouldAllBe(line => line.EndsWith('\n'));
        WireBytes.Text(failure.Arguments).ShouldBe("[\"boom\"]");
    }

    [Fact]
    public void A_failure_may_be_an_object_instead_of_text() =>
        Read("""{"failure":{"class":"E","message":"m"}}""").Failure!.Class.ShouldBe("E");

    [Fact]
    public void A_failure_without_its_fields_still_is_a_failure()
    {
        var failure = Read("""{"failure":"{}"}""").Failure!;

        failure.Class.ShouldBe("Exception");
        failure.Module.ShouldBeNull();
        failure.Message.ShouldBe("");
        failure.Traceback.ShouldBeEmpty();
    }

    [Fact]
    public void A_failure_of_null_beside_a_response_is_none()
    {
        var reply = Read("""{"failure":null,"response":1}""");

        reply.Failure.ShouldBeNull();
        WireBytes.Text(reply.Response).ShouldBe("1");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{\"failure\":null}")]
    [InlineData("{\"failure\":\"not json\"}")]
    [InlineData("{\"failure\":\"[]\"}")]
    [InlineData("{\"failure\":\"{\\\"class\\\":1}\"}")]
    [InlineData("{\"failure\":\"{\\\"tb\\\":[1]}\"}")]
    [InlineData("{\"failure\":\"{} x\"}")]
    [InlineData("{\"response\":1")]
    [InlineData("{\"response\":}")]
    [InlineData("{\"response\":1} x")]
    [InlineData("{\"response\":1}{\"response\":2}")]
    public void What_is_no_reply_is_refused(string body) => Should.Throw<WireFormatException>(() => Read(body));

    [Fact]
    public void A_written_failure_has_the_form_of_Python_and_is_read_back()
    {
        var failure = new RemoteFailure("ValueError", "builtins", "boom é \"q\"", ["Traceback\n", "ValueError: boom\n"]);

        var body = ReplyWriter.WriteFailure(failure);

        using var outer = JsonDocument.Parse(body);
        using var inner = JsonDocument.Parse(outer.RootElement.GetProperty("failure").GetString()!);
        inner.RootElement.EnumerateObject().Select(member => member.Name).ShouldBe(["class", "module", "message", "tb", "args", "kwargs"]);
        inner.RootElement.GetProperty("args")[0].GetString().ShouldBe("boom é \"q\"");
        inner.RootElement.GetProperty("kwargs").EnumerateObject().ShouldBeEmpty();
        var read = ReplyReader.Read(body).Failure!;
        read.Class.ShouldBe("ValueError");
        read.Module.ShouldBe("builtins");
        read.Message.ShouldBe(failure.Message);
        read.Traceback.ShouldBe(failure.Traceback);
    }

    [Fact]
    public void Arguments_of_a_failure_go_out_as_they_are() =>
        WireBytes.Text(ReplyReader.Read(ReplyWriter.WriteFailure(new("E", "m", "t", [], "[1, {\"a\": null}]"u8.ToArray()))).Failure!.Arguments)
            .ShouldBe("[1, {\"a\": null}]");

    [Theory]
    [InlineData("Broken_Remote", "mod_Remote", "Broken", "mod")]
    [InlineData("Broken_Remote", "mod", "Broken_Remote", "mod")]
    [InlineData("Broken", "mod_Remote", "Broken", "mod_Remote")]
    [InlineData("Broken_Remote", null, "Broken_Remote", null)]
    public void A_remote_exception_goes_on_under_its_first_name(string name, string? module, string sentName, string? sentModule)
    {
        var failure = ReplyReader.Read(ReplyWriter.WriteFailure(new(name, module, "", []))).Failure!;

        failure.Class.ShouldBe(sentName);
        failure.Module.ShouldBe(sentModule);
    }

    [Theory]
    [InlineData(0, false, """{"response":[1,2],"part":0}""")]
    [InlineData(long.MaxValue, false, """{"response":[1,2],"part":9223372036854775807}""")]
    [InlineData(12, true, """{"response":[1,2],"parts":12}""")]
    public void A_message_of_a_stream_has_its_number_and_is_read_back(long number, bool isLast, string expected)
    {
        var content = new PartContent("[1,2]"u8.ToArray(), new ReplyPart(number, isLast));
        var text = new byte[ReplyWriter.LengthOf(content)];

        ReplyWriter.Write(content, text);

        WireBytes.Text(text).ShouldBe(expected);
        var read = ReplyReader.Read(text);
        read.Part.ShouldBe(new ReplyPart(number, isLast));
        WireBytes.Text(read.Response).ShouldBe("[1,2]");
    }

    [Fact]
    public void A_failure_that_ends_a_stream_has_its_number()
    {
        var read = ReplyReader.Read(ReplyWriter.WriteFailure(new("E", "m", "t", []), new ReplyPart(3, IsLast: true)));

        read.Part.ShouldBe(new ReplyPart(3, IsLast: true));
        read.Failure!.Class.ShouldBe("E");
    }

    [Theory]
    [InlineData("""{"response":[]}""")]
    [InlineData("""{"response":[],"part":"1"}""")]
    [InlineData("""{"response":[],"part":1.5}""")]
    [InlineData("""{"response":[],"parts":{"part":1}}""")]
    public void A_reply_without_a_number_is_no_message_of_a_stream(string body) => ReplyReader.Read(Encoding.UTF8.GetBytes(body)).Part.ShouldBeNull();

    [Fact]
    public void A_void_reply_is_a_response_of_null() => WireBytes.Text(ResultContent.Null).ShouldBe("null");

    private static Reply Read(string body) => ReplyReader.Read(WireBytes.Utf8(body));
}
