namespace Amqp1.Broker.Storage;

/// <summary>Wakes the writer of a store that cannot write, once a second.</summary>
internal sealed class StoreRetry(TimeProvider time, StoreBacklog backlog) : IDisposable
{
    /// <summary>The time between two attempts.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private ITimer? _timer;
    private bool _due;

    /// <summary>Starts the timer, unless it runs.</summary>
    public void Start()
    {
        lock (_gate)
        {
            _timer ??= time.CreateTimer(_ => OnDue(), null, Interval, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Returns whether it is time for an attempt. The timer must then be started again.</summary>
    public bool TakeDue()
    {
        lock (_gate)
        {
            var due = _due;
            _due = false;
            return due;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _timer?.Dispose();
            _timer = null;
        }
    }

    private void OnDue()
    {
        lock (_gate)
        {
            _timer?.Dispose();
            _timer = null;
            _due = true;
        }

        backlog.Signal();
    }
}
