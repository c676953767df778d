namespace Amqp1.Bus.Context;

/// <summary>Counts operations in progress, for code that waits for their end before it stops. Thread-safe.</summary>
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

    /// <summary>Completes when no operation is in progress.</summary>
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
