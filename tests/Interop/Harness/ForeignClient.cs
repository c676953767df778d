using System.Text.Json;

namespace Amqp1.Interop.Tests.Harness;

/// <summary>Runs a program that does one thing with an intermediary and ends.</summary>
internal static class ForeignClient
{
    /// <summary>Runs a scenario of <c>proton_client.py</c> and returns its observations.</summary>
    public static async Task<JsonElement> ProtonAsync(string url, string scenario, CancellationToken cancel)
    {
        await PeerRequirements.RequirePythonAsync();
        return Observations(await RunAsync(PeerRequirements.Python, ["-B", Script("proton_client.py"), url, scenario], cancel), scenario);
    }

    /// <summary>Runs a scenario of <c>rhea_client.js</c> and returns its observations.</summary>
    public static async Task<JsonElement> RheaAsync(int port, string scenario, CancellationToken cancel)
    {
        PeerRequirements.RequireRhea();
        var environment = new Dictionary<string, string> { ["NODE_PATH"] = PeerRequirements.RheaModules };
        return Observations(await RunAsync("node", [Script("rhea_client.js"), $"{port}", scenario], cancel, environment), scenario);
    }

    /// <summary>Runs a program to its end and returns its output. Fails with its errors if its exit code is not 0.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(
        string program, IEnumerable<string> arguments, CancellationToken cancel, IReadOnlyDictionary<string, string>? environment = null)
    {
        var lines = new List<string>();
        await using var process = ChildProcess.Start(program, arguments, lines.Add, environment);
        var code = await process.Exited.WaitAsync(Limits.Signal, cancel);
        code.ShouldBe(0, process.Errors);
        return lines;
    }

    private static string Script(string name) => RepositoryRoot.Locate("tests", "Interop", "peers", name);

    private static JsonElement Observations(IReadOnlyList<string> lines, string scenario)
    {
        using var document = JsonDocument.Parse(lines.ShouldHaveSingleItem());
        return document.RootElement.GetProperty(scenario).Clone();
    }
}
