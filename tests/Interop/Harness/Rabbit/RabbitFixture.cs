namespace Amqp1.Interop.Tests.Harness.Rabbit;

/// <summary>
/// A broker of one release and the Python peers that its tests share, because the start of a peer takes seconds. Each is started when the
/// first test asks for it. The topics are new in each run.
/// </summary>
public abstract class RabbitFixture : IAsyncDisposable
{
    /// <summary>A virtual host of the shared broker besides <c>/</c>.</summary>
    internal const string OtherVhost = "vh1";

    private readonly string _run = Guid.NewGuid().ToString("N")[..8];
    private readonly Lock _gate = new();
    private readonly List<IAsyncDisposable> _started = [];
    private readonly Dictionary<string, Task<PythonPeer>> _peers = [];
    private readonly Dictionary<OsloRelease, RabbitInteropFixture> _combinations = [];
    private Task<RabbitBroker>? _broker;

    private protected RabbitFixture(RabbitRelease release) => Release = release;

    internal RabbitRelease Release { get; }

    internal string NewTopic(string name) => $"{name}-{_run}";

    /// <summary>Returns the fixture of the tests through this broker with a release of oslo.messaging.</summary>
    internal InteropFixture With(OsloRelease oslo)
    {
        lock (_gate)
        {
            return _combinations.TryGetValue(oslo, out var combination) ? combination : _combinations[oslo] = new RabbitInteropFixture(this, oslo);
        }
    }

    /// <summary>Returns the shared broker. The test is skipped if its release is not installed.</summary>
    internal Task<RabbitBroker> BrokerAsync(CancellationToken cancel)
    {
        lock (_gate)
        {
            return _broker ??= RabbitBroker.StartAsync(Release, cancel, new RabbitSettings { Vhosts = [OtherVhost, .. RabbitDeployment.Vhosts] });
        }
    }

    /// <summary>
    /// Returns a Python peer of a release that lives until the fixture ends. Calls with the same script and arguments return the same peer.
    /// </summary>
    internal Task<PythonPeer> SharedPythonAsync(OsloRelease oslo, string script, CancellationToken cancel, params string[] arguments) => SharedAsync(
        string.Join(' ', [oslo.Version, script, .. arguments]), () => PythonAsync(oslo, script, cancel, arguments));

    /// <summary>Starts a Python peer that belongs to the caller.</summary>
    internal async Task<PythonPeer> PythonAsync(OsloRelease oslo, string script, CancellationToken cancel, params string[] arguments)
    {
        await oslo.RequireAsync();
        var broker = await BrokerAsync(cancel);
        return await PythonPeer.StartReadyAsync(oslo.Python, script, cancel, ["--url", broker.Url, .. arguments]);
    }

    /// <summary>Returns the shared peer that publishes and reads messages without a driver.</summary>
    internal async Task<PythonPeer> RawAsync(CancellationToken cancel)
    {
        var broker = await BrokerAsync(cancel);
        var admin = broker.Settings.Admin;
        return await SharedAsync(
            "raw",
            () => PythonPeer.StartReadyAsync("raw_rabbit.py", cancel, "--host", broker.Host, "--user", admin.Name, "--password", admin.Password));
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_combinations.Values.Select(combination => combination.DisposeAsync().AsTask()));
        await Task.WhenAll(_started.Select(started => started.DisposeAsync().AsTask()));
        if (_broker is { IsCompletedSuccessfully: true } broker)
        {
            await broker.Result.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private Task<PythonPeer> SharedAsync(string key, Func<Task<PythonPeer>> start)
    {
        lock (_gate)
        {
            return _peers.TryGetValue(key, out var peer) ? peer : _peers[key] = StartAsync();
        }

        async Task<PythonPeer> StartAsync()
        {
            var started = await start();
            lock (_gate)
            {
                _started.Add(started);
            }

            return started;
        }
    }
}
