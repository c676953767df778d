namespace Amqp1.Hosting.Tests.Lifecycle;

/// <summary>Counts completed work and lets a caller wait for more of it. Thread-safe.</summary>
internal sealed class Progress
{
    private readonly Lock _gate = new();
    private int _count;
    private (int Count, TaskCompletionSource Reached)? _awaited;
    private Exception? _failure;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    public void Add()
    {
        lock (_gate)
        {
            _count++;
            if (_awaited is { } awaited && _count >= awaited.Count)
            {
                awaited.Reached.TrySetResult();
            }
        }
    }

    /// <summary>Ends the wait with a failure, because no more work will be completed.</summary>
    public void Fail(Exception failure)
    {
        lock (_gate)
        {
            _failure = failure;
            _awaited?.Reached.TrySetException(failure);
        }
    }

    /// <summary>Completes when that many more are done. Only one caller may wait at a time.</summary>
    public Task WaitForMoreAsync(int more, CancellationToken cancel)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_failure is not null)
            {
                return Task.FromException(_failure);
            }

            _awaited = (_count + more, reached);
        }

        return reached.Task.WaitAsync(cancel);
    }
}
