using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Amqp1.Embedded.Tests.Restarts;

/// <summary>
/// A router in a process of its own that can be killed and started again on the same port. It is the embedded router, or the router that
/// the command in AMQP1_TEST_ROUTER_COMMAND starts. The command gets the port, and prints the process id of the router when it listens.
/// </summary>
internal sealed class RouterUnderTest : IAsyncDisposable
{
    private readonly string? _command = Environment.GetEnvironmentVariable("AMQP1_TEST_ROUTER_COMMAND");
    private Process? _started;
    private Process? _router;

    public int Port { get; } = FreePort();

    /// <summary>The maximum number of file descriptors of the process; null for the limit of this process.</summary>
    public int? MaxDescriptors { get; init; }

    /// <summary>The path of the store, with which every address is a durable queue; null for a router.</summary>
    public string? Store { get; init; }

    /// <summary>A command that runs the router, whose command line is appended; empty to run it directly.</summary>
    public IReadOnlyList<string> Launcher { get; init; } = [];

    public bool HasExited => _router?.HasExited ?? true;

    public string Url => $"amqp://127.0.0.1:{Port}";

    /// <summary>Starts the router. Completes when it listens.</summary>
    public async Task StartAsync(CancellationToken cancel)
    {
        var port = Port.ToString(CultureInfo.InvariantCulture);
        var start = string.IsNullOrEmpty(_command)
            ? new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Amqp1.RouterProcess.dll"), port, .. Store is null ? [] : new[] { Store }])
            : new ProcessStartInfo(_command, [port]);
        string[] launcher = MaxDescriptors is { } most ? ["bash", "-c", $"ulimit -n {most} && exec \"$@\"", "bash"] : [.. Launcher];
        if (launcher is [var program, .. var arguments])
        {
            start = new ProcessStartInfo(program, [.. arguments, start.FileName, .. start.ArgumentList]);
        }

        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        _started = Process.Start(start)!;
        var line = await _started.StandardOutput.ReadLineAsync(cancel) ?? throw new InvalidOperationException("The router did not start.");
        var id = int.Parse(line, CultureInfo.InvariantCulture);
        _router = id == _started.Id ? _started : Process.GetProcessById(id);
    }

    /// <summary>Ends the router at once, as a crash would. Completes when it is gone.</summary>
    public async Task KillAsync(CancellationToken cancel)
    {
        if (_router is { } router)
        {
            router.Kill();
            await router.WaitForExitAsync(cancel);
            router.Dispose();
            _started!.Dispose();
            _router = null;
        }
    }

    public async ValueTask DisposeAsync() => await KillAsync(CancellationToken.None);

    /// <summary>
    /// Returns a free port below those of outgoing connections, so that none of them can take the port while the router is not running.
    /// </summary>
    private static int FreePort()
    {
        while (true)
        {
            try
            {
                using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                probe.Bind(new IPEndPoint(IPAddress.Loopback, Random.Shared.Next(12_000, 32_000)));
                return ((IPEndPoint)probe.LocalEndPoint!).Port;
            }
            catch (SocketException)
            {
                // The port is in use, so another one is tried.
            }
        }
    }
}
