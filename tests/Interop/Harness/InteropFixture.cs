using Amqp1.Configuration;

namespace Amqp1.Interop.Tests.Harness;

/// <summary>
/// An intermediary and the peers that its tests share, because the start of a Python process takes a second. Each is started when the first
/// test asks for it. The topics are new in each run, so that messages of an earlier run are not seen.
/// </summary>
public abstract class InteropFixture(Intermediary intermediary) : IAsyncDisposable
{
    private readonly string _run = Guid.NewGuid().ToString("N")[..8];
    private readonly List<IAsyncDisposable> _started = [];
    private Task<string>? _url;
    private Task<MessagingTransport>? _clients;
    private Task<MessagingTransport>? _servers;
    private Task<PythonPeer[]>? _pythonServers;
    private Task<PythonPeer>? _pythonClient;
    private Task<PythonPeer>? _rawSender;
    private Task<ComputeService[]>? _services;

    internal Intermediary Intermediary { get; } = intermediary;

    /// <summary>The topic on which the three Python servers s1, s2 and s3 listen.</summary>
    internal string PythonTopic => NewTopic("python");

    /// <summary>The topic on which the three .NET servers c1, c2 and c3 listen.</summary>
    internal string ServiceTopic => NewTopic("service");

    internal string NewTopic(string name) => $"{name}-{_run}";

    /// <summary>Returns the URL of the intermediary for both kinds of peer.</summary>
    internal async Task<string> UrlAsync(CancellationToken cancel, string? vhost = null) =>
        Intermediary.UrlOf(await BareUrlAsync(cancel), vhost);

    internal async Task<string> BareUrlAsync(CancellationToken cancel)
    {
        Task<string> url;
        lock (_started)
        {
            url = _url ??= StartIntermediaryAsync(cancel);
        }

        return await url;
    }

    /// <summary>Returns the connection of .NET clients and notifiers.</summary>
    internal Task<MessagingTransport> ClientsAsync(CancellationToken cancel) => _clients ??= ConnectAsync(cancel);

    /// <summary>Returns the connection of .NET servers and listeners, which is a different one.</summary>
    internal Task<MessagingTransport> ServersAsync(CancellationToken cancel) => _servers ??= ConnectAsync(cancel);

    internal async Task<MessagingTransport> ConnectAsync(CancellationToken cancel, Action<Amqp1Options>? configure = null, string? vhost = null)
    {
        var options = new Amqp1Options();
        options.Rpc.PingEnabled = true;
        options.Rpc.IncludeTraceback = true;
        options.Rpc.ResponseTimeout = Limits.Signal;
        configure?.Invoke(options);
        var transport = Keep(MessagingTransport.Create(await UrlAsync(cancel, vhost), options));
        transport.Start();
        await transport.WaitForConnectionAsync(cancel).WaitAsync(Limits.Signal, cancel);
        return transport;
    }

    internal Task<PythonPeer[]> PythonServersAsync(CancellationToken cancel) => _pythonServers ??= Task.WhenAll(
        new[] { "s1", "s2", "s3" }.Select(name => PythonAsync("rpc_server.py", cancel, "--topic", PythonTopic, "--server", name)));

    internal Task<PythonPeer> PythonClientAsync(CancellationToken cancel) => _pythonClient ??= PythonAsync(
        "rpc_client.py", cancel, "--topic", ServiceTopic, "--timeout", "40");

    internal Task<PythonPeer> RawSenderAsync(CancellationToken cancel) => _rawSender ??= StartRawSenderAsync(cancel);

    internal Task<ComputeService[]> ServicesAsync(CancellationToken cancel) => _services ??= StartServicesAsync(cancel);

    /// <summary>Starts a peer that lives until the fixture ends.</summary>
    internal async Task<PythonPeer> PythonAsync(string script, CancellationToken cancel, params string[] arguments) =>
        Keep(await OwnPythonAsync(script, cancel, null, arguments));

    /// <summary>Starts a peer that belongs to the caller, in a virtual host of the caller's choice.</summary>
    internal async Task<PythonPeer> OwnPythonAsync(string script, CancellationToken cancel, string? vhost, params string[] arguments)
    {
        var url = await UrlAsync(cancel, vhost);
        return await PythonPeer.StartReadyAsync(Intermediary.Python ?? PeerRequirements.Python, script, cancel, ["--url", url, .. arguments]);
    }

    public async ValueTask DisposeAsync()
    {
        IAsyncDisposable[] started;
        lock (_started)
        {
            started = [.. _started];
        }

        await Task.WhenAll(started.Select(peer => peer.DisposeAsync().AsTask()));
        await Intermediary.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private async Task<string> StartIntermediaryAsync(CancellationToken cancel)
    {
        await PeerRequirements.RequirePythonAsync();
        return (await Intermediary.StartAsync(cancel)).TrimEnd('/');
    }

    private async Task<ComputeService[]> StartServicesAsync(CancellationToken cancel)
    {
        var transport = await ServersAsync(cancel);
        var services = new[] { "c1", "c2", "c3" }.Select(name => new ComputeService(transport, ServiceTopic, name)).ToArray();
        await Task.WhenAll(services.Select(service => service.StartAsync(cancel)));
        return services;
    }

    private async Task<PythonPeer> StartRawSenderAsync(CancellationToken cancel)
    {
        var host = TransportUrl.Parse(await BareUrlAsync(cancel)).Hosts[0];
        return Keep(await PythonPeer.StartReadyAsync("raw_sender.py", cancel, "--url", $"{host.Host}:{host.Port}"));
    }

    private T Keep<T>(T started)
        where T : IAsyncDisposable
    {
        lock (_started)
        {
            _started.Add(started);
        }

        return started;
    }
}
