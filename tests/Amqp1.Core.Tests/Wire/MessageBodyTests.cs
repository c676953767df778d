using Amqp;
using Amqp.Framing;
using Amqp1.Core.Tests.Telemetry;
using Amqp1.Json;
using Amqp1.Wire;

namespace Amqp1.Core.Tests.Wire;

/// <summary>Tests that bodies are accepted in every section that docs/spec/messages.md#sections names.</summary>
public sealed class MessageBodyTests
{
    private const string Json = """{"response": "ö"}""";

    [Fact]
    public void A_value_section_may_hold_a_string() =>
        Read(WireBytes.Received(new AmqpValue { Value = Json })).ShouldBe(Json);

    [Fact]
    public void A_value_section_may_hold_binary() =>
        Read(WireBytes.Received(new AmqpValue { Value = WireBytes.Utf8(Json) })).ShouldBe(Json);

    [Fact]
    public void Long_strings_and_binaries_are_read_whole()
    {
        var text = new string('ä', 70_000);

        Read(WireBytes.Received(new AmqpValue { Value = text })).ShouldBe(text);
        Read(WireBytes.Received(new AmqpValue { Value = WireBytes.Utf8(text) })).ShouldBe(text);
    }

    [Fact]
    public void A_data_section_is_read() =>
        Read(WireBytes.Received(new Data { Binary = WireBytes.Utf8(Json) })).ShouldBe(Json);

    [Fact]
    public void Several_data_sections_are_one_body() =>
        Read(WireBytes.Decode(WireBytes.Of("""005375 a008 '{"respon' 005375 a000 005375 b000000006 'se":1}'"""))).ShouldBe("""{"response":1}""");

    [Fact]
    public void A_null_value_is_no_body() => MessageBody.Read(WireBytes.Decode(WireBytes.Of("005377 40"))).ShouldBeNull();

    [Fact]
    public void A_message_without_a_body_section_has_no_body() => MessageBody.Read(WireBytes.Decode(WireBytes.Of("005370 45"))).ShouldBeNull();

    [Fact]
    public void Empty_text_is_a_body_that_is_empty()
    {
        MessageBody.Read(WireBytes.Decode(WireBytes.Of("005377 a100")))!.Value.Length.ShouldBe(0);
        MessageBody.Read(WireBytes.Decode(WireBytes.Of("005375 a000")))!.Value.Length.ShouldBe(0);
    }

    [Theory]
    [InlineData("005377 5401")]
    [InlineData("005377 41")]
    [InlineData("005377 44")]
    [InlineData("005377 45")]
    [InlineData("005377 c10100")]
    [InlineData("005377 a301 61")]
    [InlineData("005376 45")]
    [InlineData("005376 c00301 5401")]
    public void Other_values_and_sequences_are_not_text(string body) =>
        Should.Throw<WireFormatException>(() => MessageBody.Read(WireBytes.Decode(WireBytes.Of(body))));

    private static string Read(Message message) => WireBytes.Text(MessageBody.Read(message)!.Value);
}
