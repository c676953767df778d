using Amqp1.Bus.Context;

namespace Amqp1.Notifications.Receiving;

/// <summary>
/// Collects items into batches. A batch is complete when it is full, or when its timeout, which starts with its first item, has passed.
/// Thread-safe.
/// </summary>
/// <typeparam name="T">The type of the items.</typeparam>
internal sealed class BatchCollector<T> : IDisposable
{
    private readonly int _size;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly Func<IReadOnlyList<T>, Task> _dispatch;
    private readonly Action<T> _giveBack;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private readonly InFlightCount _running = new();
    private List<T> _items = [];
    private long _firstAt;
    private bool _stopped;

    /// <param name="size">The number of items in a full batch.</param>
    /// <param name="timeout">The time that the first item of a batch waits for others.</param>
    /// <param name="time">The clock.</param>
    /// <param name="dispatch">Handles a batch. It can run for several batches concurrently and must not throw.</param>
    /// <param name="giveBack">Receives an item that does not become part of a complete batch because of the stop.</param>
    public BatchCollector(int size, TimeSpan timeout, TimeProvider time, Func<IReadOnlyList<T>, Task> dispatch, Action<T> giveBack)
    {
        (_size, _timeout, _time, _dispatch, _giveBack) = (size, timeout, time, dispatch, giveBack);
        _timer = time.CreateTimer(static state => ((BatchCollector<T>)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The number of batches that are being handled.</summary>
    public int Running => _running.Count;

    /// <summary>A task that completes when no batch is being handled.</summary>
    public Task Idle => _running.Idle;

    /// <summary>Adds an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="isOwn">Whether this process sent it. After <see cref="Stop"/>, such items are still handled, immediately.</param>
    public void Add(T item, bool isOwn = false)
    {
        lock (_gate)
        {
            if (!_stopped || isOwn)
            {
                _items.Add(item);
                if (_stopped || _items.Count >= _size)
                {
                    Flush();
                }
                else if (_items.Count == 1)
                {
                    _firstAt = _time.GetTimestamp();
                    _timer.Change(_timeout, Timeout.InfiniteTimeSpan);
                }

                return;
            }
        }

        _giveBack(item);
    }

    /// <summary>Gives back the items of an incomplete batch and, from now on, all items except those of this process.</summary>
    public void Stop()
    {
        List<T> unstarted;
        lock (_gate)
        {
            _stopped = true;
            unstarted = _items;
            _items = [];
        }

        unstarted.ForEach(_giveBack);
    }

    public void Dispose() => _timer.Dispose();

    private void OnTimer()
    {
        lock (_gate)
        {
            if (_items.Count == 0)
            {
                return;
            }

            // The timer may be that of a batch that has just become full. In that case the current batch is the next one, and its timeout
            // has not passed.
            var left = _timeout - _time.GetElapsedTime(_firstAt);
            if (left > TimeSpan.Zero)
            {
                _timer.Change(left < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : left, Timeout.InfiniteTimeSpan);
            }
            else
            {
                Flush();
            }
        }
    }

    /// <summary>Starts to handle the current batch. Called under the lock.</summary>
    private void Flush()
    {
        var batch = _items;
        _items = new List<T>(Math.Min(_size, 1024));
        _running.Enter();

        // The execution context is not captured, because a batch belongs neither to the code that added the last item nor to the code that
        // created the timer.
        ThreadPool.UnsafeQueueUserWorkItem(static run => _ = run.Collector.RunAsync(run.Batch), (Collector: this, Batch: batch), preferLocal: false);
    }

    private async Task RunAsync(List<T> batch)
    {
        try
        {
            await _dispatch(batch).ConfigureAwait(false);
        }
        finally
        {
            _running.Leave();
        }
    }
}
