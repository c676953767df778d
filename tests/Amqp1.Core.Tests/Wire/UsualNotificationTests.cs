using Amqp1.Dialects;
using Amqp1.Dialects.OsloAmqp1;
using Amqp1.Json;
using CsCheck;

namespace Amqp1.Core.Tests.Wire;

/// <summary>Tests that notifications in the usual form are read with the same result, without a JSON reader for the envelope.</summary>
public sealed class UsualNotificationTests
{
    private static readonly string[] Parts =
    [
        """{"request": {"oslo.version": "2.0", "oslo.message": "{\"event_type\": \"e\", \"payload\": {\"x\\\"\": [1, NaN]}}"}, "context": {"user": "\u00e9"}}""",
        """{"request":{"oslo.version":"2.0","oslo.message":"{\"event_type\":\"e\\ud800\",\"payload\":null,\"priority\":\"\\u00e9é\"}"},"context":{}}""",
        """{"request":{"oslo.version":"2.0","oslo.message":"{\"payload\":\"\u0022\"}"},"context":{"a":{"b":[]}}}""",
    ];

    private static readonly string[] Fragments =
        ["\"", "\\", "\\\"", "\\u0041", "\\ud800", "\\\\ud800", "NaN", "{", "}", "[", "]", ":", ",", "null", "\0", "é", " ", "\"}, \"context\": ", "\"},\"context\":", "}}", "1"];

    private static readonly Gen<string> Mutated = Gen.Select(
        Gen.OneOfConst(Parts),
        Gen.Select(Gen.Int[0, 400], Gen.Int[0, 3], Gen.OneOfConst(Fragments)).Array[0, 3],
        (part, changes) => changes.Aggregate(part, (text, change) => text
            .Remove(change.Item1 % text.Length, Math.Min(change.Item2, text.Length - (change.Item1 % text.Length)))
            .Insert(Math.Min(change.Item1 % text.Length, text.Length - Math.Min(change.Item2, text.Length - (change.Item1 % text.Length))), change.Item3)));

    [Fact]
    public void The_result_is_that_of_a_JSON_reader() => Mutated.Sample(
        // A body that begins with a blank is valid but does not have the usual form.
        body => Read(body).ShouldBe(Read(" " + body)),
        iter: 50_000);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_text_is_in_a_rented_array(int part)
    {
        UsualNotification.TryOpen(WireBytes.Utf8(Parts[part]), out var message, out _).ShouldBeTrue();

        WireBytes.Text(message).ShouldStartWith("{\"event_type\":");
        NotificationReader.Read(WireBytes.Utf8(Parts[part])).Text.IsEmpty.ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"request":{"oslo.version":"2.0","oslo.message":"{}"},"context":{}} """)]
    [InlineData("""{"request":{"oslo.version":"2.0","oslo.message":"{}"},"context":{}""")]
    [InlineData("""{"request":{"oslo.version":"2.0","oslo.message":"{}"},"context":1}""")]
    [InlineData("""{"request":{"oslo.version":"2.0","oslo.message":"{}"},"context":{"a":NaN}}""")]
    [InlineData("""{"request":{"oslo.version":"2.0","oslo.message":"{}"},"context":{"a":"\ud800"}}""")]
    [InlineData("""{"request":{"oslo.version":"2.0","oslo.message":"{}"},"context":{},"more":1}""")]
    [InlineData("""{"request":{"oslo.version":"2.0","oslo.message":"\u007b}"},"context":{}}""")]
    [InlineData("""{"request":{"oslo.version":"2.0","oslo.message":"{}""")]
    [InlineData("""{"request":{"oslo.version":"2.1","oslo.message":"{}"},"context":{}}""")]
    [InlineData("""{"request":{},"context":{}}""")]
    public void Other_forms_are_left_to_a_JSON_reader(string body) =>
        UsualNotification.TryOpen(WireBytes.Utf8(body), out _, out _).ShouldBeFalse();

    /// <summary>Returns all values of the notification, unless it is refused.</summary>
    private static string Read(string body)
    {
        try
        {
            var read = NotificationReader.Read(WireBytes.Utf8(body)).Notification;
            return (read with { Payload = default, Context = default }) + WireBytes.Text(read.Payload) + WireBytes.Text(read.Context);
        }
        catch (WireFormatException)
        {
            // A text with two mistakes may be refused for either of them.
            return "refused";
        }
    }
}
