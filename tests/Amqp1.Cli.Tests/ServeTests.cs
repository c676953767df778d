using System.Text.Json;
using Amqp1.Rpc;
using Amqp1.Testing;

namespace Amqp1.Cli.Tests;

public sealed class ServeTests
{
    private const string Stub = """
        {
          "topic": "compute", "server": "stub-1", "namespace": "admin", "version": "1.3",
          "methods": {
            "build": { "result": { "name": "$name", "tags": ["$tag", "fixed"], "none": "$missing" }, "delay": "1ms" },
            "reboot": [ { "error": { "class": "NotFound", "module": "nova.exception", "message": "no web-1" } }, { "result": true } ]
          }
        }
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Results_are_those_of_the_file_with_the_arguments_of_the_call()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        using var files = new TestFiles();
        await using var tool = CliProcess.Start("serve", files.Write("stub.json", Stub), "-u", router.TransportUrl);

        var result = await ClientOf(router).CallAsync<JsonElement>("build", JsonElement.Parse("{\"name\": {\"n\": 1}, \"tag\": \"t\"}"), Cancel);

        result.GetRawText().ShouldBe("{\"name\":{\"n\":1},\"tags\":[\"t\",\"fixed\"],\"none\":null}");
        (await tool.ReadLineAsync()).ShouldBe("call build {\"name\":{\"n\":1},\"tag\":\"t\"}");
        var end = await tool.StopAsync("TERM");
        end.ExitCode.ShouldBe(0);
        end.Error.ShouldContain($"Serving 2 methods of topic compute as stub-1 at {router.TransportUrl}/");
    }

    [Fact]
    public async Task Answers_of_an_array_come_one_after_the_other_and_the_last_one_stays()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        using var files = new TestFiles();
        await using var tool = CliProcess.Start("serve", files.Write("stub.json", Stub), "--json", "-u", router.TransportUrl);
        var client = ClientOf(router);

        var error = await Should.ThrowAsync<RemoteErrorException>(() => client.CallAsync<bool>("reboot", cancel: Cancel));
        (await client.CallAsync<bool>("reboot", cancel: Cancel)).ShouldBeTrue();
        (await client.CallAsync<bool>("reboot", cancel: Cancel)).ShouldBeTrue();

        (error.Module, error.ErrorClass, error.RemoteMessage).ShouldBe(("nova.exception", "NotFound", "no web-1"));
        JsonElement.Parse(await tool.ReadLineAsync()).GetProperty("error").GetString().ShouldBe("NotFound");
        JsonElement.Parse(await tool.ReadLineAsync()).GetProperty("kind").GetString().ShouldBe("call");
    }

    [Theory]
    [InlineData("[]", "does not contain a JSON object")]
    [InlineData("{\"topic\": \"a\"}", "'methods'")]
    [InlineData("{\"methods\": {\"m\": {}}}", "--topic")]
    [InlineData("{\"topic\": \"a\", \"methods\": {\"m\": {\"results\": 1}}}", "'results'")]
    [InlineData("{\"topic\": \"a\", \"methods\": {\"m\": {\"delay\": \"soon\"}}}", "duration")]
    [InlineData("{\"topic\": \"a\", \"methods\": {\"m\": {\"error\": \"no\"}}}", "class")]
    [InlineData("{", "cannot be used")]
    public async Task A_file_that_is_not_a_stub_is_exit_code_2(string content, string message)
    {
        using var files = new TestFiles();

        var result = await CliProcess.RunAsync("serve", files.Write("stub.json", content));

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain(message);
    }

    private static RpcClient ClientOf(TestRouter router) =>
        router.Transport.CreateRpcClient(new Target { Topic = "compute", Server = "stub-1", Namespace = "admin", Version = "1.0" }, RemoteExceptionRegistry.None);
}
