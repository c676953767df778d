using System.Text.Json;
using Amqp1.Dialects.OsloAmqp1;
using Amqp1.Json;
using Amqp1.Wire;

namespace Amqp1.Core.Tests.Wire;

/// <summary>Tests that texts are accepted that Python writes but JSON does not allow (docs/spec/messages.md#json).</summary>
public sealed class LenientJsonTests
{
    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    public void A_named_number_survives_as_its_name_and_can_be_read_as_a_double(string name)
    {
        var response = ReplyReader.Read(WireBytes.Utf8($$"""{"response": [{{name}}, 1.5, "{{name}}"]}""")).Response;

        var numbers = JsonSerializer.Deserialize<JsonElement[]>(response.Span)!;
        numbers[0].GetString().ShouldBe(name);
        numbers[1].GetDouble().ShouldBe(1.5);
        numbers[2].GetString().ShouldBe(name);
        JsonSerializer.Deserialize<double[]>(response.Span, MessagingJson.Default)![0].ToString(System.Globalization.CultureInfo.InvariantCulture).ShouldBe(name);
    }

    [Fact]
    public void Integers_of_any_size_survive_as_text()
    {
        var response = ReplyReader.Read("""{"response": 123456789012345678901234567890}"""u8.ToArray()).Response;

        WireBytes.Text(response).ShouldBe("123456789012345678901234567890");
    }

    [Fact]
    public void Numbers_beyond_a_double_do_not_break_a_request() =>
        RpcRequestReader.Read(WireBytes.Utf8($$"""{"request":{"method":"m"},"call_monitor_timeout":1{{new string('0', 400)}}}"""))
            .CallMonitorTimeout.ShouldBe(double.PositiveInfinity);

    [Theory]
    [InlineData("\\ud800", "\ufffd")]
    [InlineData("\\uDC00x", "\ufffdx")]
    [InlineData("\\ud800\\ud800", "\ufffd\ufffd")]
    [InlineData("\\ud83d\\ude00", "\ud83d\ude00")]
    [InlineData("\\udE00\\uD83d", "\ufffd\ufffd")]
    [InlineData("\\ud83d\\n", "\ufffd\n")]
    [InlineData("\\\\ud800", "\\ud800")]
    [InlineData("\\u00e9", "é")]
    public void A_lone_surrogate_becomes_the_replacement_character_and_pairs_stay(string escaped, string read)
    {
        var response = ReplyReader.Read(WireBytes.Utf8($$"""{"response": "{{escaped}}"}""")).Response;

        JsonSerializer.Deserialize<string>(response.Span).ShouldBe(read);
    }

    [Fact]
    public void Lone_surrogates_in_names_that_the_protocol_reads_do_not_break_it() =>
        RpcRequestReader.Read("""{"request":{"method":"m\ud800","x\udc00":1},"\ud900":2}"""u8.ToArray()).Method.ShouldBe("m\ufffd");

    [Fact]
    public void Python_only_json_inside_an_envelope_survives()
    {
        var notification = NotificationReader.Read(
            """{"request":{"oslo.version":"2.0","oslo.message":"{\"event_type\": \"e\\ud800\", \"payload\": {\"load\": NaN, \"s\": \"\\udc00\"}}"},"context":{}}"""u8.ToArray()).Notification;

        notification.EventType.ShouldBe("e\ufffd");
        var payload = JsonSerializer.Deserialize<JsonElement>(notification.Payload.Span);
        payload.GetProperty("load").GetString().ShouldBe("NaN");
        payload.GetProperty("s").GetString().ShouldBe("\ufffd");
    }

    [Fact]
    public void Python_only_json_inside_a_failure_survives()
    {
        var failure = ReplyReader.Read(
            """{"failure":"{\"class\": \"ValueError\", \"message\": \"bad \\ud800\", \"args\": [NaN], \"tb\": [\"\\udfff\"]}"}"""u8.ToArray()).Failure!;

        failure.Message.ShouldBe("bad \ufffd");
        failure.Traceback.ShouldBe(["\ufffd"]);
        WireBytes.Text(failure.Arguments).ShouldBe("[\"NaN\"]");
    }

    [Theory]
    [InlineData("{\"response\": Nan}")]
    [InlineData("{\"response\": +Infinity}")]
    [InlineData("{\"response\": xNaN}")]
    [InlineData("{\"response\": NaNNaN}")]
    [InlineData("{\"response\": 'a'}")]
    [InlineData("{\"response\": \"\\ud80\"}")]
    public void Other_liberties_are_refused(string body) => Should.Throw<WireFormatException>(() => ReplyReader.Read(WireBytes.Utf8(body)));
}
