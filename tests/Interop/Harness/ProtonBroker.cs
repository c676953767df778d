using System.Globalization;

namespace Amqp1.Interop.Tests.Harness;

/// <summary>
/// Proton's example broker on a free port of the loopback interface. Every address is a queue, so there is no fanout. A released delivery
/// is not delivered again.
/// </summary>
internal sealed class ProtonBroker : IAsyncDisposable
{
    private const string Listening = "broker listening on ";

    private readonly ChildProcess _process;
    private readonly TaskCompletionSource<int> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ProtonBroker(int port)
    {
        // With port 0, the broker chooses a port itself. In both cases it prints the port when it listens.
        var address = string.Create(CultureInfo.InvariantCulture, $"//127.0.0.1:{port}");
        _process = ChildProcess.Start(
            PeerRequirements.Python, ["-B", RepositoryRoot.Locate("tests", "Interop", "peers", "with_parent.py"), PeerRequirements.ProtonBroker, "-a", address], OnLine);
        _ = FailOnExitAsync();
    }

    public int Port { get; private set; }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"amqp://127.0.0.1:{Port}");

    /// <summary>Starts a broker. Completes when it accepts connections. The test is skipped if the broker is not built.</summary>
    /// <param name="cancel">Ends the wait.</param>
    /// <param name="port">The port of a broker that has ended, to restart it; a free one by default.</param>
    public static async Task<ProtonBroker> StartAsync(CancellationToken cancel, int port = 0)
    {
        PeerRequirements.RequireProtonBroker();
        var broker = new ProtonBroker(port);
        try
        {
            broker.Port = await broker._port.Task.WaitAsync(Limits.Signal, cancel);
            return broker;
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the broker without closing its connections first.</summary>
    public void Kill() => _process.Kill();

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private void OnLine(string line)
    {
        if (line.StartsWith(Listening, StringComparison.Ordinal))
        {
            _port.TrySetResult(int.Parse(line.AsSpan(Listening.Length), CultureInfo.InvariantCulture));
        }
    }

    private async Task FailOnExitAsync()
    {
        var code = await _process.Exited;
        _port.TrySetException(new InvalidOperationException($"The broker has ended with exit code {code}. {_process.Errors}"));
    }
}
