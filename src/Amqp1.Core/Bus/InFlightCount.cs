namespace Amqp1.Bus;

/// <summary>Counts what is under way, for somebody who wants to stop when it is done. Thread-safe.</summary>
internal sealed class InFlightCount
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _idle;
    private int _count;

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

    /// <summary>Completes when nothing is under way.</summary>
    public Task Idle
    {
        get
        {
            lock (_gate)
            {
                return _count == 0 ? Task.CompletedTask : (_idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

    public void Enter()
    {
        lock (_gate)
        {
            _count++;
        }
    }

    public void Leave()
    {
        lock (_gate)
        {
            if (--_count == 0)
            {
                _idle?.TrySetResult();
                _idle = null;
            }
        }
    }
}
