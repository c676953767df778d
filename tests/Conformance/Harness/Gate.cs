namespace Amqp1.Conformance.Tests.Harness;

/// <summary>Lets a test see which requests have begun, and end them.</summary>
public sealed class Gate
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private int _most;

    /// <summary>The names of the requests, in the order in which they began.</summary>
    internal EventLog<string> Begun { get; } = new();

    /// <summary>The maximum number of requests that ran at the same time.</summary>
    public int MostAtOnce => Volatile.Read(ref _most);

    /// <summary>Ends the requests, also those that begin later.</summary>
    public void Open() => _open.TrySetResult();

    /// <summary>Runs a request. Completes when the gate is open.</summary>
    public async Task<string> HoldAsync(string name, CancellationToken cancel)
    {
        var running = Interlocked.Increment(ref _running);
        for (var most = _most; running > most; most = _most)
        {
            Interlocked.CompareExchange(ref _most, running, most);
        }

        Begun.Add(name);
        await _open.Task.WaitAsync(cancel);
        Interlocked.Decrement(ref _running);
        return name;
    }
}
