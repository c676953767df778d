using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Amqp1.Interop.Tests.Harness;
using Amqp1.Notifications;
using Amqp1.Payloads;

namespace Amqp1.Interop.Tests;

/// <summary>Tests of large payloads in every role: Python processes neither notice nor need the store of the other side.</summary>
public abstract partial class ClaimCheckRoleTests(InteropFixture fixture) : InteropTest(fixture)
{
    [Fact]
    [Trait("Conformance", "81")]
    public async Task To_python_a_caller_with_a_store_gets_an_ordinary_result()
    {
        using var files = new TestFiles();
        using var store = new FilePayloadStore(files.PathOf("payloads"));
        await Fixture.PythonServersAsync(Cancel);
        await using var transport = await Fixture.ConnectAsync(Cancel);
        transport.PayloadStore = store;
        var text = TextOf(400_000);

        (await transport.CreateRpcClient(Target.ForTopic(Fixture.PythonTopic)).CallAsync<string>("echo", new { data = text }, Cancel)).ShouldBe(text);

        store.TotalBytes.ShouldBe(0);
    }

    [Fact]
    [Trait("Conformance", "81")]
    public async Task From_python_a_server_with_a_store_returns_an_ordinary_result()
    {
        using var files = new TestFiles();
        using var store = new FilePayloadStore(files.PathOf("payloads"));
        var topic = Fixture.NewTopic("claims");
        await using var transport = await Fixture.ConnectAsync(Cancel);
        transport.PayloadStore = store;
        var service = new ComputeService(transport, topic, "claims");
        await service.StartAsync(Cancel);
        var client = await Fixture.PythonClientAsync(Cancel);
        var text = TextOf(400_000);

        Value(await client.AskAsync(new { command = "call", topic, method = "echo", args = new { data = text } }, Cancel)).GetString().ShouldBe(text);

        store.TotalBytes.ShouldBe(0);
        await service.StopAsync();
    }

    [Fact]
    [Trait("Conformance", "81")]
    public async Task To_python_a_listener_reads_a_stored_payload_with_the_function_of_the_documentation()
    {
        using var files = new TestFiles();
        using var store = new FilePayloadStore(files.PathOf("payloads"));
        var topic = Fixture.NewTopic("claimed");
        await using var listener = await Fixture.PythonAsync("notify_listener.py", Cancel, "--topic", topic);
        await using var transport = await Fixture.ConnectAsync(Cancel, options => options.ClaimCheck.StoreNotifications = true);
        transport.PayloadStore = store;
        var text = TextOf(400_000);

        await transport.CreateNotifier("publisher", topic).InfoAsync("large", new { text }, cancel: Cancel);

        var received = (await listener.NextAsync(occurred => Text(occurred, "event") == "notification", Cancel)).GetProperty("payload");
        received.GetRawText().Length.ShouldBeLessThan(512);
        var read = JsonElement.Parse(await RunDocumentedAsync(received.GetRawText(), files.PathOf("payloads")));
        Text(read, "text").ShouldBe(text);
    }

    /// <summary>Runs the Python function of docs/using/claim-check.md. Returns the payload as JSON.</summary>
    private static async Task<string> RunDocumentedAsync(string payload, string directory)
    {
        var page = await File.ReadAllTextAsync(RepositoryRoot.Locate("docs", "using", "claim-check.md"), Cancel);
        var function = PythonSnippet().Match(page).Groups[1].Value;
        using var python = Process.Start(new ProcessStartInfo(PeerRequirements.Python, ["-"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        await python.StandardInput.WriteAsync($"{function}\nprint(json.dumps(payload_of(json.loads('''{payload}'''), '{directory}')))\n");
        python.StandardInput.Close();
        var output = await python.StandardOutput.ReadToEndAsync(Cancel).WaitAsync(Limits.Signal, Cancel);
        await python.WaitForExitAsync(Cancel);
        python.ExitCode.ShouldBe(0);
        return output;
    }

    [GeneratedRegex("```python\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex PythonSnippet();
}
