using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Amqp1.Embedded;
using Microsoft.Extensions.Hosting.Systemd;

namespace Amqp1.Cli.Commands.Intermediaries;

/// <summary>
/// Tells systemd that the process works, twice within <c>WatchdogSec</c>. Before each message, a connection to the own port has to be
/// accepted, so that systemd restarts a process whose port no longer answers.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    private static readonly ServiceState Alive = new("WATCHDOG=1");

    private readonly ISystemdNotifier _notifier;
    private readonly IPEndPoint _endpoint;
    private readonly TimeSpan _period;
    private readonly ITimer _timer;
    private int _isProbing;

    private Watchdog(ISystemdNotifier notifier, IPEndPoint endpoint, TimeSpan period, TimeProvider time)
    {
        _notifier = notifier;
        _endpoint = endpoint;
        _period = period;
        _timer = time.CreateTimer(_ => _ = ProbeAsync(), null, TimeSpan.Zero, period);
    }

    /// <summary>Starts the watchdog; null when systemd has not asked for one.</summary>
    public static Watchdog? Start(ISystemdNotifier notifier, int port, EmbeddedRouterOptions options, TimeProvider time)
    {
        var isMeant = Environment.GetEnvironmentVariable("WATCHDOG_PID") is not { Length: > 0 } process
            || process == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return notifier.IsEnabled
            && isMeant
            && long.TryParse(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
            && microseconds > 0
            ? new Watchdog(notifier, new IPEndPoint(AddressOf(options.Host), port), TimeSpan.FromMicroseconds(microseconds / 2.0), time)
            : null;
    }

    /// <inheritdoc />
    public void Dispose() => _timer.Dispose();

    /// <summary>The address to connect to: that of the listener, or the loopback address when it listens on all addresses.</summary>
    private static IPAddress AddressOf(string host) => IPAddress.TryParse(host, out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)
        ? address
        : IPAddress.Loopback;

    private async Task ProbeAsync()
    {
        if (Interlocked.Exchange(ref _isProbing, 1) == 1)
        {
            return;
        }

        try
        {
            using var limit = new CancellationTokenSource(_period);
            using var client = new TcpClient(_endpoint.AddressFamily);
            await client.ConnectAsync(_endpoint, limit.Token).ConfigureAwait(false);
            _notifier.Notify(Alive);
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException)
        {
            // Without the message, systemd restarts the process when WatchdogSec has passed.
        }
        finally
        {
            Volatile.Write(ref _isProbing, 0);
        }
    }
}
