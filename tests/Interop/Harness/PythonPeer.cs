using System.Text.Json;
using System.Text.Json.Nodes;

namespace Amqp1.Interop.Tests.Harness;

/// <summary>
/// A Python program of <c>tests/Interop/peers</c> that takes commands and reports events. The head of each file describes its commands.
/// </summary>
internal sealed class PythonPeer : IAsyncDisposable
{
    private readonly string _script;
    private readonly Occurrences<JsonElement> _events = new();
    private readonly ChildProcess _process;
    private int _lastCommand;

    private PythonPeer(string script, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment, string python)
    {
        _script = script;
        _process = ChildProcess.Start(
            python,
            ["-B", "-W", "ignore", RepositoryRoot.Locate("tests", "Interop", "peers", script), .. arguments],
            OnLine,
            new Dictionary<string, string>(environment ?? new Dictionary<string, string>())
            {
                // The queue manager of the RabbitMQ driver locks a file. oslo.concurrency reads this variable when it is imported.
                ["OSLO_LOCK_PATH"] = Path.GetTempPath(),
            });
        _ = EndEventsAsync();
    }

    public int ProcessId => _process.Id;

    /// <summary>Completes with the exit code of the process.</summary>
    public Task<int> Exited => _process.Exited;

    /// <summary>All events so far, in order, whether a test has taken them or not.</summary>
    public IReadOnlyList<JsonElement> Events => _events.All;

    /// <summary>Starts a script and returns at once.</summary>
    public static PythonPeer Start(
        string script, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? python = null) =>
        new(script, arguments, environment, python ?? PeerRequirements.Python);

    /// <summary>Starts a script and returns when it is ready, which means that its links are attached or that it takes commands.</summary>
    public static Task<PythonPeer> StartReadyAsync(string script, CancellationToken cancel, params string[] arguments) =>
        StartReadyAsync(PeerRequirements.Python, script, cancel, arguments);

    /// <summary>Does the same as the other overload, with an interpreter of the caller's choice.</summary>
    public static async Task<PythonPeer> StartReadyAsync(string python, string script, CancellationToken cancel, string[] arguments)
    {
        var peer = Start(script, arguments, null, python);
        try
        {
            await peer.NextAsync("ready", cancel);
            return peer;
        }
        catch
        {
            await peer.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Takes the next event of that name, as <see cref="NextAsync(Func{JsonElement, bool}, CancellationToken, TimeSpan?)"/> does.
    /// </summary>
    public Task<JsonElement> NextAsync(string name, CancellationToken cancel) => NextAsync(IsNamed(name), cancel);

    /// <summary>
    /// Takes the oldest wanted event that was not taken before, and waits for it if necessary. Throws with the peer's events and errors if
    /// the process ends first or the limit (<see cref="Limits.Signal"/> by default) passes.
    /// </summary>
    public async Task<JsonElement> NextAsync(Func<JsonElement, bool> wanted, CancellationToken cancel, TimeSpan? limit = null)
    {
        try
        {
            return await _events.TakeAsync(wanted).WaitAsync(limit ?? Limits.Signal, cancel);
        }
        catch (TimeoutException missing)
        {
            throw new TimeoutException($"The event did not come. {Describe()}", missing);
        }
    }

    /// <summary>Sends a command, such as <c>new { command = "call", method = "echo" }</c>, and returns its result.</summary>
    public async Task<JsonElement> AskAsync(object command, CancellationToken cancel)
    {
        var id = Interlocked.Increment(ref _lastCommand);
        var request = JsonSerializer.SerializeToNode(command)!.AsObject();
        request["id"] = id;
        await SendAsync(request, cancel);
        return await NextAsync(
            occurred => IsNamed("result")(occurred)
                && occurred.TryGetProperty("id", out var answered) && answered.ValueKind == JsonValueKind.Number
                && answered.GetInt32() == id,
            cancel);
    }

    /// <summary>Sends a command and does not wait for a result.</summary>
    public Task SendAsync(JsonObject command, CancellationToken cancel) => SendAsync(command.ToJsonString(), cancel);

    /// <summary>Does the same as the other overload for a line that only Python accepts as JSON.</summary>
    public Task SendAsync(string command, CancellationToken cancel) => _process.WriteLineAsync(command, cancel);

    /// <summary>Tells the peer to leave the bus, and returns its exit code.</summary>
    public Task<int> StopAsync(CancellationToken cancel)
    {
        _process.CloseInput();
        return Exited.WaitAsync(Limits.Exit, cancel);
    }

    /// <summary>Kills the process, so that it does not leave the bus.</summary>
    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!Exited.IsCompleted)
        {
            try
            {
                await StopAsync(CancellationToken.None);
            }
            catch (TimeoutException)
            {
                // Disposing the process kills it.
            }
        }

        await _process.DisposeAsync();
    }

    private static Func<JsonElement, bool> IsNamed(string name) =>
        occurred => occurred.TryGetProperty("event", out var value) && value.ValueEquals(name);

    private void OnLine(string line)
    {
        // A line that a library prints is not an event.
        if (line.StartsWith('{'))
        {
            _events.Add(JsonElement.Parse(line));
        }
    }

    private async Task EndEventsAsync()
    {
        var code = await Exited;
        _events.End(new InvalidOperationException($"The peer has ended with exit code {code}. {Describe()}"));
    }

    private string Describe() =>
        $"""
        {_script}, process {ProcessId}. Events:
        {string.Join('\n', Events.TakeLast(50))}
        Errors:
        {_process.Errors}
        """;
}
