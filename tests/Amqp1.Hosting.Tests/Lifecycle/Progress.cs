namespace Amqp1.Hosting.Tests.Lifecycle;

/// <summary>Counts what is done, and lets somebody wait for more of it. Thread-safe.</summary>
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

    /// <summary>Nothing more is to be waited for.</summary>
    public void Fail(Exception failure)
    {
        lock (_gate)
        {
            _failure = failure;
            _awaited?.Reached.TrySetException(failure);
        }
    }

    /// <summary>Completes when so many more are done. One may wait at a time.</summary>
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
