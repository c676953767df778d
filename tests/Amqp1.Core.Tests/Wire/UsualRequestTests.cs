using System.Text.Json;
using Amqp1.Dialects;
using Amqp1.Dialects.OsloAmqp1;
using Amqp1.Json;
using CsCheck;

namespace Amqp1.Core.Tests.Wire;

/// <summary>Tests that requests without an envelope are read in one pass with the same result as by the general reader.</summary>
public sealed class UsualRequestTests
{
    private static readonly string[] Parts =
    [
        """{"request": {"method": "echo", "args": {"data": "x\"y", "n": [1, {"method": 2}]}, "version": "1.2"}, "context": {"user": "\u00e9"}}""",
        """{"request":{"namespace":"ns","args":null,"later":{"args":1},"method":"m\u0041"},"context":null,"call_monitor_timeout":2.5}""",
        """{"call_monitor_timeout":"x","context":{"a":{"b":[]}},"request":{"method":"m","version":null}}""",
        """{"request":{"oslo.version":"2.0","oslo.message":"{\"method\":\"m\",\"args\":{}}"},"context":{}}""",
    ];

    private static readonly string[] Fragments =
        ["\"", "\\", "\\\"", "\\u0041", "{", "}", "[", "]", ":", ",", "null", "é", " ", "\"method\":", "\"args\":{},", "\"request\":", "\"context\":{},", "\"oslo.version\":", "1", "NaN"];

    private static readonly Gen<string> Mutated = Gen.Select(
        Gen.OneOfConst(Parts),
        Gen.Select(Gen.Int[0, 400], Gen.Int[0, 3], Gen.OneOfConst(Fragments)).Array[0, 3],
        (part, changes) => changes.Aggregate(part, (text, change) => text
            .Remove(change.Item1 % text.Length, Math.Min(change.Item2, text.Length - (change.Item1 % text.Length)))
            .Insert(Math.Min(change.Item1 % text.Length, text.Length - Math.Min(change.Item2, text.Length - (change.Item1 % text.Length))), change.Item3)));

    [Fact]
    public void The_result_is_that_of_the_general_reader() => Mutated.Sample(
        body =>
        {
            var usual = Read(body, UsualRequest.Read);
            (usual is "unusual" or "refused" || usual == Read(body, RpcRequestReader.ReadAny)).ShouldBeTrue(body);
            if (usual == "refused")
            {
                Read(body, RpcRequestReader.ReadAny).ShouldBe("refused", body);
            }
        },
        iter: 50_000);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Requests_without_an_envelope_are_read_in_one_pass(int part) =>
        UsualRequest.Read(WireBytes.Utf8(Parts[part])).ShouldNotBeNull();

    [Theory]
    [InlineData("""{"request":{"oslo.version":"2.0","oslo.message":"{}"},"context":{}}""")]
    [InlineData("""{"request":{"method":"m"},"request":{"method":"m"}}""")]
    [InlineData("""{"request":{"method":1}}""")]
    [InlineData("""{"request":{"method":"m","args":[]}}""")]
    [InlineData("""{"request":{"method":"m"},"accepts_parts":true}""")]
    [InlineData("""{"request":"m"}""")]
    [InlineData("""{"context":{}}""")]
    [InlineData("""[]""")]
    public void Other_forms_are_left_to_the_general_reader(string body) => UsualRequest.Read(WireBytes.Utf8(body)).ShouldBeNull();

    /// <summary>Returns all values of the request, unless it is not read.</summary>
    private static string Read(string body, Func<ReadOnlyMemory<byte>, RpcRequest?> read)
    {
        try
        {
            return read(WireBytes.Utf8(body)) is { } request
                ? (request with { Arguments = default, Context = default }) + WireBytes.Text(request.Arguments) + WireBytes.Text(request.Context)
                : "unusual";
        }
        catch (Exception refusal) when (refusal is JsonException or WireFormatException)
        {
            return "refused";
        }
    }
}
