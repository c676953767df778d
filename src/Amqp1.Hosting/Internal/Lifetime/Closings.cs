using System.Collections.Concurrent;

namespace Amqp1.Hosting.Internal;

/// <summary>
/// Tracks when the messaging instances have closed their connections. The embedded router stops after that, even if the host stops its
/// services concurrently. Thread-safe.
/// </summary>
internal sealed class Closings
{
    private readonly ConcurrentBag<Task> _closed = [];

    /// <summary>Adds an instance that is about to connect.</summary>
    /// <param name="closed">Completes when its connections are closed.</param>
    public void Add(Task closed) => _closed.Add(closed);

    /// <summary>Completes when all instances have closed their connections, or when the token is cancelled. Does not throw.</summary>
    public Task WaitAsync(CancellationToken cancel) => Wait(Task.WhenAll(_closed).WaitAsync(cancel));

    private static async Task Wait(Task all) => await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
