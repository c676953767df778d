using Amqp1.Bus.Deadlines;
using Amqp1.Dialects;

namespace Amqp1.Rpc;

/// <summary>
/// The calls of a server whose methods have asked for their cancellation token, and the last calls that their callers have cancelled
/// (docs/spec/behaviour.md#cancellation). Thread-safe.
/// </summary>
/// <param name="deadlines">The timer of the deadlines.</param>
/// <param name="stopped">The token that is cancelled when the server stops and no longer waits for methods.</param>
internal sealed class RunningCalls(DeadlineTimer deadlines, CancellationToken stopped)
{
    /// <summary>
    /// The number of cancelled calls that are kept, because their requests may still wait for a worker, or because their methods may ask for
    /// the token later.
    /// </summary>
    private const int Remembered = 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<CallId, RequestCancellation> _running = [];
    private readonly HashSet<CallId> _cancelled = [];
    private readonly Queue<CallId> _order = [];
    private volatile bool _hasCancelled;

    public DeadlineTimer Deadlines { get; } = deadlines;

    public CancellationToken Stopped { get; } = stopped;

    /// <summary>Called when a method of a call asks for its token.</summary>
    public Action? Asked { get; init; }

    /// <summary>The number of calls that can be cancelled now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _running.Count;
            }
        }
    }

    /// <summary>Adds a call. Returns false if its caller has already cancelled it.</summary>
    public bool TryAdd(CallId id, RequestCancellation call)
    {
        Asked?.Invoke();
        lock (_gate)
        {
            return !_cancelled.Contains(id) && _running.TryAdd(id, call);
        }
    }

    /// <summary>Removes a call that has ended.</summary>
    public void Remove(CallId id)
    {
        lock (_gate)
        {
            _running.Remove(id);
        }
    }

    /// <summary>Cancels a call, or remembers that it was cancelled.</summary>
    public void Cancel(CallId id)
    {
        RequestCancellation? running;
        lock (_gate)
        {
            if (!_running.Remove(id, out running) && _cancelled.Add(id))
            {
                _hasCancelled = true;
                _order.Enqueue(id);
                if (_order.Count > Remembered)
                {
                    _cancelled.Remove(_order.Dequeue());
                }
            }
        }

        running?.Abandon();
    }

    /// <summary>Returns whether the caller of a request has cancelled it before the request begins.</summary>
    /// <param name="correlationId">The ID of the call, as the caller sent it.</param>
    public bool IsCancelled(object? correlationId)
    {
        if (!_hasCancelled || CallId.Parse(correlationId) is not { } id)
        {
            return false;
        }

        lock (_gate)
        {
            return _cancelled.Contains(id);
        }
    }
}
