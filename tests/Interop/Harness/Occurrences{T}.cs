namespace Amqp1.Interop.Tests.Harness;

/// <summary>What happened, in order: each occurrence is kept until someone who waits for one like it takes it. Thread-safe.</summary>
internal sealed class Occurrences<T>
{
    private readonly Lock _gate = new();
    private readonly List<T> _all = [];
    private readonly List<T> _untaken = [];
    private readonly List<Waiter> _waiters = [];
    private Exception? _ended;

    /// <summary>Every event so far, taken or not, in order.</summary>
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

    /// <summary>No more events will come: whoever waits now or later gets this exception.</summary>
    public void End(Exception reason)
    {
        lock (_gate)
        {
            _ended = reason;
            _waiters.ForEach(waiter => waiter.Taken.SetException(reason));
            _waiters.Clear();
        }
    }

    /// <summary>Takes the oldest event that is wanted, now or when it comes.</summary>
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
