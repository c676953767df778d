using System.Globalization;
using System.Net.Sockets;

namespace Amqp1.Interop.Tests.Harness.Rabbit;

/// <summary>
/// Erlang's name server of one broker or cluster, on a port of its own. Without it, a broker would start a name server that outlives the
/// broker.
/// </summary>
internal sealed class RabbitEpmd : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private RabbitEpmd(RabbitRelease release, int port)
    {
        Port = port;
        _process = RabbitFolder.StartWithParent(
            Path.Combine(release.Tree.Root, "usr", "lib", "erlang", "bin", "epmd"),
            ["-port", port.ToString(CultureInfo.InvariantCulture), "-address", "127.0.0.1"],
            _ => { },
            new Dictionary<string, string>());
    }

    public int Port { get; }

    /// <summary>Starts the name server. Completes when it accepts connections.</summary>
    public static async Task<RabbitEpmd> StartAsync(RabbitRelease release, CancellationToken cancel)
    {
        var epmd = new RabbitEpmd(release, FreePorts.Find(1)[0]);
        try
        {
            await epmd.WaitUntilListeningAsync(cancel).WaitAsync(Limits.Signal, cancel);
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

    private async Task WaitUntilListeningAsync(CancellationToken cancel)
    {
        // The name server prints nothing when it is ready.
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            if (_process.Exited.IsCompleted)
            {
                throw new InvalidOperationException($"epmd has ended with exit code {await _process.Exited}. {_process.Errors}");
            }

            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync("127.0.0.1", Port, cancel);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(20, cancel);
            }
        }
    }
}
