using System.Diagnostics;
using System.Text.Json;

namespace Amqp1.Hosting.Tests.Descriptions;

/// <summary>The parser of the AsyncAPI initiative, in a Node.js process.</summary>
internal static class AsyncApiParser
{
    private static string Modules => Path.Combine(PeerFolder.Path, "asyncapi", "node_modules");

    /// <summary>Returns the errors of a document and the operations in it. The test is skipped if the parser is not installed.</summary>
    public static async Task<JsonElement> CheckAsync(string document, CancellationToken cancel)
    {
        Assert.SkipUnless(
            File.Exists(Path.Combine(Modules, "@asyncapi", "parser", "package.json")), $"@asyncapi/parser is not installed in {Modules} (eng/install-peers).");
        var script = RepositoryFile.Find(Path.Combine("tests", "Amqp1.Hosting.Tests", "Descriptions", "asyncapi_check.js"));
        var start = new ProcessStartInfo("node", [script]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NODE_PATH"] = Modules;
        using var node = Process.Start(start)!;
        var errors = node.StandardError.ReadToEndAsync(cancel);
        var output = node.StandardOutput.ReadToEndAsync(cancel);
        await node.StandardInput.WriteAsync(document.AsMemory(), cancel);
        node.StandardInput.Close();
        await node.WaitForExitAsync(cancel);
        node.ExitCode.ShouldBe(0, await errors);
        return JsonDocument.Parse(await output).RootElement;
    }
}
