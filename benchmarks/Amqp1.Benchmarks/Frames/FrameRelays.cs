namespace Amqp1.Benchmarks.Frames;

/// <summary>A relay for each client and each server of a run.</summary>
internal sealed class FrameRelays : IAsyncDisposable
{
    private readonly Dictionary<string, FrameRelay> _clients = [];
    private readonly Dictionary<string, FrameRelay> _servers = [];

    public FrameRelay ClientOf(string contender) => _clients[contender];

    public FrameRelay ServerOf(string contender) => _servers[contender];

    /// <summary>Returns the URLs at which the client and the server of a contender reach the intermediary at <paramref name="url"/>.</summary>
    public (string Client, string Server) Add(string contender, string url) =>
        (Through(_clients[contender] = new FrameRelay(new Uri(url).Port), url), Through(_servers[contender] = new FrameRelay(new Uri(url).Port), url));

    public async ValueTask DisposeAsync()
    {
        foreach (var relay in _clients.Values.Concat(_servers.Values))
        {
            await relay.DisposeAsync();
        }
    }

    private static string Through(FrameRelay relay, string url) => new UriBuilder(url) { Port = relay.Port }.Uri.ToString();
}
