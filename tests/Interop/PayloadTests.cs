using System.Text.Json;
using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

/// <summary>Tests of values that pass between the two sides.</summary>
public abstract class PayloadTests(InteropFixture fixture) : InteropTest(fixture)
{
    /// <summary>JSON values that both sides must pass on unchanged.</summary>
    public static TheoryData<string> Payloads { get; } = new(
        "null",
        "true",
        "-1.5e-7",
        "123456789012345678901234567890123456789",
        "\"\"",
        "\"quote \\\" backslash \\\\ newline \\n control \\u0001 nul \\u0000\"",
        "\"é ß 漢字 😀\"",
        """{"a": {"b": [[], {}, [null, {"c": "d"}]]}, "": 0, "A": 1, "kebab-case": 2}""");

    [Theory]
    [MemberData(nameof(Payloads))]
    public async Task To_python_and_back_a_value_stays_what_it_is(string json)
    {
        var (_, client) = await CallsToPythonAsync();
        var sent = JsonElement.Parse(json);

        var received = await client.CallAsync<JsonElement>("echo", new { data = sent }, Cancel);

        JsonElement.DeepEquals(received, sent).ShouldBeTrue(received.GetRawText());
    }

    [Theory]
    [MemberData(nameof(Payloads))]
    public async Task From_python_and_back_a_value_stays_what_it_is(string json)
    {
        var (_, client) = await CallsFromPythonAsync();
        var sent = JsonElement.Parse(json);

        var received = Value(await client.AskAsync(new { command = "call", method = "echo", args = new { data = sent } }, Cancel));

        JsonElement.DeepEquals(received, sent).ShouldBeTrue(received.GetRawText());
    }

    [Fact]
    public async Task From_python_numbers_that_are_none_and_lone_surrogates_are_read()
    {
        var (services, client) = await CallsFromPythonAsync();

        // The JSON reader and writer of Python accept these values, which are not valid JSON.
        await client.SendAsync(
            """{"command": "call", "id": -1, "server": "c1", "method": "echo", "args": {"data": [NaN, Infinity, -Infinity, "a\ud83d"]}}""", Cancel);

        var request = await services[0].Requests
            .TakeAsync(request => request.Method == "echo" && request.Arguments.GetProperty("data").ValueKind == JsonValueKind.Array)
            .WaitAsync(Limits.Signal, Cancel);
        var received = request.Arguments.GetProperty("data");
        received.EnumerateArray().Take(3).Select(number => number.Deserialize<double>(MessagingJson.Default))
            .ShouldBe([double.NaN, double.PositiveInfinity, double.NegativeInfinity]);
        received[3].GetString().ShouldBe("a\ufffd");
    }

    [Fact]
    public async Task To_python_numbers_that_are_none_come_back_as_such()
    {
        var (_, client) = await CallsToPythonAsync();

        (await client.CallAsync<double[]>("echo", new { data = new[] { double.NaN, double.PositiveInfinity, 0.1 } }, Cancel))
            .ShouldBe([double.NaN, double.PositiveInfinity, 0.1]);
    }
}
