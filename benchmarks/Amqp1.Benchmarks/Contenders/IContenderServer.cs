namespace Amqp1.Benchmarks.Contenders;

/// <summary>The server of one contender.</summary>
internal interface IContenderServer : IAsyncDisposable
{
    /// <summary>Completes when it serves; returns the address for clients, of use where the server is not behind an intermediary.</summary>
    Task<string> StartAsync(string url);
}
