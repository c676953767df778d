using System.Globalization;

namespace Amqp1.Interop.Tests.Harness.Rabbit;

/// <summary>A RabbitMQ node with a data folder of its own on free ports of the loopback interface.</summary>
internal sealed class RabbitBroker : IAsyncDisposable
{
    private const string Ready = "completed with";

    private readonly RabbitFolder _folder;
    private readonly List<IAsyncDisposable> _owned = [];
    private IDisposable? _permit;
    private ChildProcess? _process;

    private RabbitBroker(RabbitRelease release, RabbitSettings settings, RabbitEpmd epmd, string cookie)
    {
        Release = release;
        Settings = settings;
        _folder = new RabbitFolder(release, settings, epmd.Port, cookie);
        Control = new RabbitControl(_folder);
    }

    public RabbitRelease Release { get; }

    public RabbitSettings Settings { get; }

    public RabbitControl Control { get; }

    public string NodeName => _folder.NodeName;

    public string Host => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_folder.Port}");

    /// <summary>
    /// The host name and port with TLS. It is a name because the Python peers do not compare addresses with a certificate.
    /// </summary>
    public string TlsHost => string.Create(CultureInfo.InvariantCulture, $"localhost:{_folder.TlsPort}");

    /// <summary>The transport URL of oslo's RabbitMQ driver for the admin and the virtual host <c>/</c>.</summary>
    public string Url => UrlOf(Settings.Admin);

    /// <summary>Starts a node. Completes when it accepts connections. The test is skipped if the release is not installed.</summary>
    public static async Task<RabbitBroker> StartAsync(RabbitRelease release, CancellationToken cancel, RabbitSettings? settings = null)
    {
        release.Require();
        await PeerRequirements.RequirePythonAsync();
        var permit = await RabbitPermits.TakeAsync(1, cancel);
        RabbitEpmd? epmd = null;
        try
        {
            epmd = await RabbitEpmd.StartAsync(release, cancel);
            var broker = await StartAsync(release, settings ?? new RabbitSettings(), epmd, RabbitFolder.NewCookie(), cancel);
            broker._owned.Add(epmd);
            broker._permit = permit;
            return broker;
        }
        catch
        {
            await (epmd?.DisposeAsync() ?? ValueTask.CompletedTask);
            permit.Dispose();
            throw;
        }
    }

    /// <summary>Starts a node that shares a name server and a cookie with others. The caller owns both and the permit.</summary>
    public static async Task<RabbitBroker> StartAsync(
        RabbitRelease release, RabbitSettings settings, RabbitEpmd epmd, string cookie, CancellationToken cancel)
    {
        var broker = new RabbitBroker(release, settings, epmd, cookie);
        try
        {
            await broker.StartAsync(cancel);
            return broker;
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns the transport URL of oslo's RabbitMQ driver for a user. Several hosts are separated by commas.</summary>
    public string UrlOf(RabbitUser user, string? hosts = null) => UrlOf(user, hosts ?? Host, user.Vhost);

    public static string UrlOf(RabbitUser user, string hosts, string vhost) =>
        $"rabbit://{string.Join(',', hosts.Split(',').Select(host => $"{user.Name}:{user.Password}@{host}"))}/{(vhost == "/" ? "" : Uri.EscapeDataString(vhost))}";

    /// <summary>Starts the node again after <see cref="StopAsync"/> or <see cref="KillAsync"/>, on the same ports and data.</summary>
    public async Task StartAsync(CancellationToken cancel)
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = RabbitFolder.StartWithParent(_folder.Program("rabbitmq-server"), [], OnLine, _folder.Environment);
        _process = process;
        _ = FailOnExitAsync();
        await ready.Task.WaitAsync(Limits.BrokerStart, cancel);

        void OnLine(string line)
        {
            if (line.Contains(Ready, StringComparison.Ordinal))
            {
                ready.TrySetResult();
            }
        }

        async Task FailOnExitAsync()
        {
            var code = await process.Exited;
            ready.TrySetException(new InvalidOperationException(
                $"RabbitMQ has ended with exit code {code}. {process.Errors}\n{(ready.Task.IsCompleted ? "" : _folder.LogTail())}"));
        }
    }

    /// <summary>Shuts the node down as its operator would. Its data are kept.</summary>
    public async Task StopAsync(CancellationToken cancel)
    {
        await Control.RunAsync(cancel, "shutdown");
        await EndAsync();
    }

    /// <summary>Ends the node at once, as a crash of its machine would. Its data are kept.</summary>
    public Task KillAsync() => EndAsync();

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        foreach (var owned in _owned)
        {
            await owned.DisposeAsync();
        }

        _folder.Dispose();
        _permit?.Dispose();
    }

    private async Task EndAsync()
    {
        if (_process is { } process)
        {
            // with_parent.py kills the node with SIGKILL when its input ends, and ends itself when the node is gone.
            _process = null;
            process.CloseInput();
            await process.Exited.WaitAsync(Limits.Exit);
            await process.DisposeAsync();
        }
    }
}
