using System.Text.Json;

namespace Amqp1.Interop.Tests.Harness;

/// <summary>Runs a program that does one thing with an intermediary and ends.</summary>
internal static class ForeignClient
{
    private const string Paused = "paused";

    /// <summary>Runs a scenario of <c>proton_client.py</c> and returns its observations.</summary>
    /// <param name="port">The port of the intermediary.</param>
    /// <param name="authorityFile">The authority of an intermediary with TLS.</param>
    /// <param name="scenario">The name of the scenario.</param>
    /// <param name="atPause">Runs when the scenario has paused.</param>
    /// <param name="cancel">Ends the wait.</param>
    public static async Task<JsonElement> ProtonAsync(int port, string? authorityFile, string scenario, Func<Task> atPause, CancellationToken cancel)
    {
        await PeerRequirements.RequirePythonAsync();
        string[] to = authorityFile is null ? [$"amqp://127.0.0.1:{port}"] : ["--ca", authorityFile, $"amqps://localhost:{port}"];
        return Observations(await RunAsync(PeerRequirements.Python, ["-B", Script("proton_client.py"), .. to, scenario], cancel, atPause: atPause), scenario);
    }

    /// <summary>Runs a scenario of <c>rhea_client.js</c> and returns its observations. The parameters are those of the other method.</summary>
    public static async Task<JsonElement> RheaAsync(int port, string? authorityFile, string scenario, Func<Task> atPause, CancellationToken cancel)
    {
        PeerRequirements.RequireRhea();
        var environment = new Dictionary<string, string> { ["NODE_PATH"] = PeerRequirements.RheaModules };
        string[] authority = authorityFile is null ? [] : [authorityFile];
        return Observations(await RunAsync("node", [Script("rhea_client.js"), $"{port}", scenario, .. authority], cancel, environment, atPause), scenario);
    }

    /// <summary>Runs a program to its end and returns its output. Fails with its errors if its exit code is not 0.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(
        string program, IEnumerable<string> arguments, CancellationToken cancel, IReadOnlyDictionary<string, string>? environment = null, Func<Task>? atPause = null)
    {
        var lines = new Occurrences<string>();
        await using var process = ChildProcess.Start(program, arguments, lines.Add, environment);
        var paused = lines.TakeAsync(line => line == Paused);
        if (await Task.WhenAny(paused, process.Exited).WaitAsync(Limits.Signal, cancel) == paused)
        {
            await (atPause?.Invoke() ?? Task.CompletedTask);
        }

        var code = await process.Exited.WaitAsync(Limits.Signal, cancel);
        code.ShouldBe(0, process.Errors);
        return [.. lines.All.Where(line => line != Paused)];
    }

    private static string Script(string name) => RepositoryRoot.Locate("tests", "Interop", "peers", name);

    private static JsonElement Observations(IReadOnlyList<string> lines, string scenario)
    {
        using var document = JsonDocument.Parse(lines.ShouldHaveSingleItem());
        return document.RootElement.GetProperty(scenario).Clone();
    }
}
