namespace Amqp1.Interop.Tests.Harness;

/// <summary>
/// The events that have happened, in order. Each event is kept until a caller that waits for such an event takes it. Thread-safe.
/// </summary>
internal sealed class Occurrences<T>
{
    private readonly Lock _gate = new();
    private readonly List<T> _all = [];
    private readonly List<T> _untaken = [];
    private readonly List<Waiter> _waiters = [];
    private Exception? _ended;

    /// <summary>All events so far, in order, whether they were taken or not.</summary>
    public IReadOnlyList<T> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _all];
            }
        }
    }

    public void Add(T occurred)
    {
        lock (_gate)
        {
            _all.Add(occurred);
            var index = _waiters.FindIndex(waiter => waiter.Wanted(occurred));
            if (index < 0)
            {
                _untaken.Add(occurred);
                return;
            }

            _waiters[index].Taken.SetResult(occurred);
            _waiters.RemoveAt(index);
        }
    }

    /// <summary>Reports that no more events will come. Callers that wait now or later get this exception.</summary>
    public void End(Exception reason)
    {
        lock (_gate)
        {
            _ended = reason;
            _waiters.ForEach(waiter => waiter.Taken.SetException(reason));
            _waiters.Clear();
        }
    }

    /// <summary>Takes the oldest event that is wanted, and waits for it if necessary.</summary>
    public Task<T> TakeAsync(Func<T, bool> wanted)
    {
        lock (_gate)
        {
            var index = _untaken.FindIndex(occurred => wanted(occurred));
            if (index >= 0)
            {
                var occurred = _untaken[index];
                _untaken.RemoveAt(index);
                return Task.FromResult(occurred);
            }

            if (_ended is not null)
            {
                return Task.FromException<T>(_ended);
            }

            var waiter = new Waiter(wanted, new(TaskCreationOptions.RunContinuationsAsynchronously));
            _waiters.Add(waiter);
            return waiter.Taken.Task;
        }
    }

    private sealed record Waiter(Func<T, bool> Wanted, TaskCompletionSource<T> Taken);
}
