using System.Text.Json;

namespace Amqp1.Interop.Tests;

public abstract partial class RoleTests
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
            client.StreamAsync<JsonElement>("fail", new { kind = "key", message = "x" }, cancel: Cancel).ToListAsync(Cancel).AsTask());
    }
}
