using System.Text.Json;
using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

/// <summary>Tests of streams in every role: Python processes get and send them as lists.</summary>
public abstract class StreamRoleTests(InteropFixture fixture) : InteropTest(fixture)
{
    [Theory]
    [Trait("Conformance", "80")]
    [InlineData(0)]
    [InlineData(300)]
    public async Task From_python_a_call_of_a_stream_returns_a_list(int count)
    {
        var (_, client) = await CallsFromPythonAsync();

        var list = Value(await client.AskAsync(new { command = "call", method = "count", args = new { to = count } }, Cancel));

        list.EnumerateArray().Select(item => item.GetInt32()).ShouldBe(Enumerable.Range(0, count));
    }

    [Fact]
    [Trait("Conformance", "80")]
    public async Task To_python_a_list_is_read_as_a_stream()
    {
        var (_, client) = await CallsToPythonAsync();

        (await client.StreamAsync<int>("echo", new { data = Enumerable.Range(0, 300) }, cancel: Cancel).ToListAsync(Cancel)).ShouldBe(Enumerable.Range(0, 300));
        (await client.StreamAsync<int>("echo", new { data = Array.Empty<int>() }, cancel: Cancel).ToListAsync(Cancel)).ShouldBeEmpty();
        (await Should.ThrowAsync<MessagingException>(client.StreamAsync<int>("echo", new { data = "text" }, cancel: Cancel).ToListAsync(Cancel).AsTask()))
            .Message.ShouldContain("not a list");
        await Should.ThrowAsync<KeyNotFoundException>(
            client.StreamAsync<JsonElement>("fail", new { kind = "KeyError", message = "x" }, cancel: Cancel).ToListAsync(Cancel).AsTask());
    }
}
