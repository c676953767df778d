namespace Amqp1.Tests.Harness.Peer;

/// <summary>The events that have happened, in order. Tests can wait for events that have not happened yet. Thread-safe.</summary>
/// <param name="gate">
/// The lock of the log. If a writer holds it while it acts and records the action, no reader sees the state between the two.
/// </param>
internal sealed class EventLog<T>(Lock gate)
{
    private readonly Lock _gate = gate;
    private readonly List<T> _events = [];
    private readonly List<(Func<bool> IsMet, TaskCompletionSource Met)> _waiting = [];

    public EventLog()
        : this(new Lock())
    {
    }

    public void Add(T happened)
    {
        List<TaskCompletionSource> met = [];
        lock (_gate)
        {
            _events.Add(happened);
            for (var i = _waiting.Count - 1; i >= 0; i--)
            {
                if (_waiting[i].IsMet())
                {
                    met.Add(_waiting[i].Met);
                    _waiting.RemoveAt(i);
                }
            }
        }

        foreach (var waiter in met)
        {
            waiter.TrySetResult();
        }
    }

    public IReadOnlyList<TEvent> All<TEvent>(Func<TEvent, bool>? which = null)
        where TEvent : T
    {
        lock (_gate)
        {
            return [.. _events.OfType<TEvent>().Where(which ?? (static _ => true))];
        }
    }

    public int Count<TEvent>(Func<TEvent, bool>? which = null)
        where TEvent : T => All(which).Count;

    /// <summary>Waits until there are that many such events, and returns them.</summary>
    public async Task<IReadOnlyList<TEvent>> ReachAsync<TEvent>(int count, Func<TEvent, bool>? which = null, CancellationToken cancel = default)
        where TEvent : T
    {
        var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            bool IsMet() => _events.OfType<TEvent>().Count(which ?? (static _ => true)) >= count;
            if (IsMet())
            {
                met.SetResult();
            }
            else
            {
                _waiting.Add((IsMet, met));
            }
        }

        try
        {
            await met.Task.WaitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"Waited for {count} {typeof(TEvent).Name}, there are {Count(which)}. All that happened:\n{Describe()}");
        }

        return All(which);
    }

    /// <summary>Waits for the first such event, which may have happened already.</summary>
    public async Task<TEvent> FirstAsync<TEvent>(Func<TEvent, bool>? which = null, CancellationToken cancel = default)
        where TEvent : T => (await ReachAsync(1, which, cancel))[0];

    private string Describe()
    {
        lock (_gate)
        {
            return string.Join('\n', _events.TakeLast(60));
        }
    }
}
