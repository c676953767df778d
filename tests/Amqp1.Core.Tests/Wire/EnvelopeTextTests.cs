using Amqp1.Json;
using Amqp1.Wire;

namespace Amqp1.Core.Tests.Wire;

/// <summary>Tests envelopes whose fields are repeated, halved or in another order, and the texts for those that are refused.</summary>
public sealed class EnvelopeTextTests
{
    [Theory]
    [InlineData("""{"oslo.version":"2.0","oslo.message":"{\"method\":\"m\"}"}""")]
    [InlineData("""{"oslo.message":"{\"method\":\"m\"}","oslo.version":"2.0"}""")]
    [InlineData("""{"more":{"oslo.version":"9.9","list":[1]},"oslo.message":"{\"method\":\"m\"}","oslo.version":"2.0","last":[{}]}""")]
    public void An_envelope_may_have_more_fields_in_any_order(string text) => Open(text).ShouldBe("""{"method":"m"}""");

    [Theory]
    [InlineData("""{"oslo.version":"9.9","method":"m"}""")]
    [InlineData("""{"oslo.message":"{}","method":"m"}""")]
    [InlineData("""{"oslo.version":null,"oslo.message":"{}","method":"m"}""")]
    [InlineData("""{"oslo.version":"2.0","oslo.message":null,"method":"m"}""")]
    [InlineData("{}")]
    public void Half_an_envelope_is_a_message_of_its_own(string text) => Open(text).ShouldBe(text);

    [Fact]
    public void Another_version_is_named() => RefusalOf("""{"oslo.version":"2.1","oslo.message":"{}"}""").Message.ShouldBe("Envelope version 2.1 is not supported, only 2.0 is.");

    [Fact]
    public void What_is_no_object_is_named_and_is_of_a_wrong_type()
    {
        var refused = RefusalOf("[]");

        refused.Message.ShouldBe("\"request\" is not an object.");
        refused.IsWrongType.ShouldBeTrue();
        Should.Throw<WireFormatException>(() => Envelope.Open(WireBytes.Utf8("[]"), "the inner one")).Message.ShouldBe("the inner one is not an object.");
    }

    [Theory]
    [InlineData("""{"oslo.version":2,"oslo.message":"{}"}""", "\"oslo.version\" is not a string.")]
    [InlineData("""{"oslo.version":"2.0","oslo.message":{}}""", "\"oslo.message\" is not a string.")]
    public void A_field_that_is_not_text_is_named(string text, string message) => RefusalOf(text).Message.ShouldBe(message);

    [Theory]
    [InlineData("""{"class":"E","message":"m","tb":"one line"}""")]
    [InlineData("""{"class":"E","message":"m","tb":null}""")]
    [InlineData("""{"class":"E","tb":{"class":"F","message":"n"},"message":"m"}""")]
    [InlineData("""{"other":{"class":"F","message":"n"},"class":"E","list":[{"class":"F"}],"message":"m"}""")]
    [InlineData("""{"class":"E","module":null,"message":"m","args":{"class":"F"},"kwargs":{"class":"F"}}""")]
    public void A_failure_keeps_its_own_fields_and_a_traceback_that_is_no_list_is_left_out(string text)
    {
        var failure = FailureText.Read(WireBytes.Utf8(text));

        (failure.Class, failure.Module, failure.Message).ShouldBe(("E", null, "m"));
        failure.Traceback.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    public void A_failure_that_is_no_object_is_refused(string text) =>
        Should.Throw<WireFormatException>(() => FailureText.Read(WireBytes.Utf8(text))).Message.ShouldBe("The failure in the reply is not a JSON object.");

    [Theory]
    [InlineData("""{"class":1}""", "\"class\" is not a string.")]
    [InlineData("""{"module":1}""", "\"module\" is not a string.")]
    [InlineData("""{"message":1}""", "\"message\" is not a string.")]
    public void A_field_of_a_failure_that_is_not_text_is_named(string text, string message) =>
        Should.Throw<WireFormatException>(() => FailureText.Read(WireBytes.Utf8(text))).Message.ShouldBe(message);

    [Theory]
    [InlineData("005376 45", "The body is amqp:amqp-sequence:list, not text.")]
    [InlineData("005377 41", "The body is an amqp-value of type 0x41, not text.")]
    public void A_body_that_is_no_text_says_what_it_is(string body, string message) =>
        Should.Throw<WireFormatException>(() => MessageBody.Read(WireBytes.Decode(WireBytes.Of(body)))).Message.ShouldBe(message);

    private static string Open(string text) => WireBytes.Text(Envelope.Open(WireBytes.Utf8(text)));

    private static WireFormatException RefusalOf(string text) => Should.Throw<WireFormatException>(() => Envelope.Open(WireBytes.Utf8(text)));
}
