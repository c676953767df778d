namespace Amqp1.Benchmarks.Contenders;

/// <summary>The server of one contender.</summary>
internal interface IContenderServer : IAsyncDisposable
{
    /// <summary>
    /// Completes when the server serves. Returns the address for clients, which is used only if there is no intermediary.
    /// </summary>
    Task<string> StartAsync(string url);
}
