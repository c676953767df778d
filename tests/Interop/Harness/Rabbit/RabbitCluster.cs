namespace Amqp1.Interop.Tests.Harness.Rabbit;

/// <summary>The nodes of one cluster on this machine.</summary>
internal sealed class RabbitCluster : IAsyncDisposable
{
    private readonly List<RabbitBroker> _nodes = [];
    private readonly RabbitEpmd _epmd;
    private readonly IDisposable _permits;

    private RabbitCluster(RabbitEpmd epmd, IDisposable permits)
    {
        _epmd = epmd;
        _permits = permits;
    }

    public IReadOnlyList<RabbitBroker> Nodes => _nodes;

    /// <summary>The transport URL with the hosts of all nodes, in their order.</summary>
    public string Url => _nodes[0].UrlOf(_nodes[0].Settings.Admin, string.Join(',', _nodes.Select(node => node.Host)));

    /// <summary>Starts the nodes and joins them. Completes when all of them serve.</summary>
    public static async Task<RabbitCluster> StartAsync(RabbitRelease release, int count, CancellationToken cancel)
    {
        release.Require();
        await PeerRequirements.RequirePythonAsync();
        var permits = await RabbitPermits.TakeAsync(count, cancel);
        RabbitCluster? cluster = null;
        try
        {
            cluster = new RabbitCluster(await RabbitEpmd.StartAsync(release, cancel), permits);
            var cookie = RabbitFolder.NewCookie();
            var settings = new RabbitSettings();
            await Task.WhenAll(Enumerable.Range(0, count).Select(_ => cluster.AddAsync(release, settings, cookie, cancel)));
            foreach (var node in cluster._nodes.Skip(1))
            {
                await node.Control.RunAsync(cancel, "stop_app");
                await node.Control.RunAsync(cancel, "join_cluster", cluster._nodes[0].NodeName);
                await node.Control.RunAsync(cancel, "start_app");
            }

            return cluster;
        }
        catch
        {
            await (cluster?.DisposeAsync() ?? ValueTask.CompletedTask);
            permits.Dispose();
            throw;
        }
    }

    private async Task AddAsync(RabbitRelease release, RabbitSettings settings, string cookie, CancellationToken cancel)
    {
        var node = await RabbitBroker.StartAsync(release, settings, _epmd, cookie, cancel);
        lock (_nodes)
        {
            _nodes.Add(node);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_nodes.Select(node => node.DisposeAsync().AsTask()));
        await _epmd.DisposeAsync();
        _permits.Dispose();
    }
}
