namespace Amqp1.Interop.Tests.Harness;

/// <summary>
/// Runs upstream's suite through all embedded intermediaries at once, because it waits for its own timeouts most of the time. The runs begin
/// when the first test asks for a result.
/// </summary>
public sealed class UpstreamRuns : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Lazy<IReadOnlyDictionary<string, Task<UpstreamResult>>> _runs;

    public UpstreamRuns() => _runs = new(() => UpstreamCell.All.ToDictionary(cell => cell.Name, cell => cell.RunAsync(_end.Token)));

    /// <summary>Returns the result of the run through the intermediary with this name.</summary>
    internal Task<UpstreamResult> ResultAsync(string cell, CancellationToken cancel) => _runs.Value[cell].WaitAsync(cancel);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        if (_runs.IsValueCreated)
        {
            // The tests have seen the results. What is left ends here.
            await Task.WhenAll(_runs.Value.Values).ContinueWith(static runs => runs.Exception, TaskScheduler.Default);
        }

        _end.Dispose();
    }
}
