using System.Globalization;

namespace Amqp1.Interop.Tests.Harness.Rabbit;

/// <summary>
/// Erlang's name server of one broker or cluster, on a port of its own. Without it, a broker would start a name server that outlives the
/// broker.
/// </summary>
internal sealed class RabbitEpmd : IAsyncDisposable
{
    /// <summary>The line that the name server prints to its standard error, with this much debugging, when it accepts connections.</summary>
    private const string Ready = "entering the main select() loop";

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ChildProcess _process;

    private RabbitEpmd(RabbitRelease release, int port)
    {
        Port = port;
        _process = RabbitFolder.StartWithParent(
            Path.Combine(release.Tree.Root, "usr", "lib", "erlang", "bin", "epmd"),
            ["-d", "-d", "-port", port.ToString(CultureInfo.InvariantCulture), "-address", "127.0.0.1"],
            _ => { },
            new Dictionary<string, string>(),
            line =>
            {
                if (line.Contains(Ready, StringComparison.Ordinal))
                {
                    _ready.TrySetResult();
                }
            });
    }

    public int Port { get; }

    /// <summary>Starts the name server. Completes when it accepts connections.</summary>
    public static async Task<RabbitEpmd> StartAsync(RabbitRelease release, CancellationToken cancel)
    {
        var epmd = new RabbitEpmd(release, FreePorts.Find(1)[0]);
        try
        {
            await epmd.WaitUntilListeningAsync().WaitAsync(Limits.Signal, cancel);
            return epmd;
        }
        catch
        {
            await epmd.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.CloseInput();
        await _process.Exited;
        await _process.DisposeAsync();
    }

    private async Task WaitUntilListeningAsync()
    {
        if (await Task.WhenAny(_ready.Task, _process.Exited) == _process.Exited)
        {
            throw new InvalidOperationException($"epmd has ended with exit code {await _process.Exited}. {_process.Errors}");
        }
    }
}
