using System.Globalization;
using Amqp1.Benchmarks.Contenders;
using Amqp1.Benchmarks.Measuring;
using Amqp1.Benchmarks.Processes;

namespace Amqp1.Benchmarks.Growth;

/// <summary>The processes and the client of one size.</summary>
internal sealed class GrowthLane : IAsyncDisposable
{
    private readonly ChildProcess _router;
    private readonly ChildProcess _servers;
    private readonly GrowthClient _client;

    private GrowthLane(int size, ChildProcess router, ChildProcess servers, GrowthClient client)
    {
        Size = size;
        _router = router;
        _servers = servers;
        _client = client;
        Lane = new Lane(string.Create(CultureInfo.InvariantCulture, $"{size}"), client, servers, router, router.Ready);
    }

    public int Size { get; }

    public Lane Lane { get; }

    public IWorkingProcess Router => _router;

    /// <summary>Starts a router and the servers, and connects the client. Completes when everything is attached.</summary>
    public static async Task<GrowthLane> OpenAsync(GrowthAxis axis, int size, int payloadSize, CancellationToken cancel)
    {
        var router = await ChildProcess.StartSelfAsync(["router"], cancel);
        var servers = await ChildProcess.StartSelfAsync(["growth-server", axis.Name, size.ToString(CultureInfo.InvariantCulture), router.Ready], cancel);
        var client = new GrowthClient(axis, size);
        await client.ConnectAsync(router.Ready, payloadSize, cancel);
        return new GrowthLane(size, router, servers, client);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _servers.DisposeAsync();
        await _router.DisposeAsync();
    }
}
