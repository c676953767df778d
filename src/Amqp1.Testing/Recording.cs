namespace Amqp1.Testing;

/// <summary>Records items in order and returns each of them once. Thread-safe.</summary>
/// <param name="kind">The kind of the items, for messages.</param>
/// <param name="limit">The time to wait for an item, by the system clock, because a test may stop its own clock.</param>
/// <param name="name">Returns the name of an item, for messages.</param>
internal sealed class Recording<T>(string kind, TimeSpan limit, Func<T, string> name)
    where T : class
{
    private readonly Lock _gate = new();
    private readonly List<T> _all = [];
    private readonly List<T> _unread = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

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

    public void Add(T item)
    {
        lock (_gate)
        {
            _all.Add(item);
            _unread.Add(item);
            _more.SetResult();
            _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public async Task<T> NextAsync(Func<T, bool> isMeant, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(limit);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        while (true)
        {
            var (unread, more) = Look();
            if (unread.FirstOrDefault(item => isMeant(item) && TryTake(item)) is { } next)
            {
                return next;
            }

            try
            {
                await more.WaitAsync(either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                throw new TimeoutException(
                    $"The expected {kind} did not arrive within {limit.TotalSeconds} s. Arrived and not read: {Names(unread)}.");
            }
        }
    }

    private (T[] Unread, Task More) Look()
    {
        lock (_gate)
        {
            return ([.. _unread], _more.Task);
        }
    }

    private bool TryTake(T item)
    {
        lock (_gate)
        {
            var at = _unread.FindIndex(other => ReferenceEquals(item, other));
            if (at >= 0)
            {
                _unread.RemoveAt(at);
            }

            return at >= 0;
        }
    }

    private string Names(T[] unread) => unread.Length == 0 ? "nothing" : string.Join(", ", unread.Select(name));
}
