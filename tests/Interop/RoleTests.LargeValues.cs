namespace Amqp1.Interop.Tests;

public abstract partial class RoleTests
{
    [Theory]
    [InlineData(300_000)]
    [InlineData(3_000_000)]
    public async Task To_python_and_back_a_large_value_comes_whole(int length)
    {
        var (_, client) = await CallsToPythonAsync();
        var sent = TextOf(length);

        (await client.CallAsync<string>("echo", new { data = sent }, Cancel) == sent).ShouldBeTrue();
    }

    [Theory]
    [InlineData(300_000)]
    [InlineData(3_000_000)]
    public async Task From_python_and_back_a_large_value_comes_whole(int length)
    {
        var (_, client) = await CallsFromPythonAsync();
        var sent = TextOf(length);

        var received = Value(await client.AskAsync(new { command = "call", method = "echo", args = new { data = sent } }, Cancel)).GetString();

        (received == sent).ShouldBeTrue();
    }

    /// <summary>
    /// Returns text whose parts differ, so that frames in the wrong order are noticed, with characters of two and three bytes.
    /// </summary>
    private static string TextOf(int length) => string.Create(length, 0, static (text, _) =>
    {
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = i % 1000 == 0 ? 'é' : i % 1001 == 0 ? '漢' : (char)('a' + ((i * 31) + (i / 997)) % 26);
        }
    });
}
