using Amqp1.Addressing;
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

    /// <summary>
    /// Completes when it is known whether messages of callers about their running calls arrive: true when the server listens for them.
    /// </summary>
    public Func<CancellationToken, Task<bool>>? Hears { get; init; }

    /// <summary>Called with the reply address of a call whose method asks for its token.</summary>
    public Action<Destination>? Added { get; init; }

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

    /// <summary>
    /// Adds a call. Returns false if its caller has already cancelled it. A request that a broker delivers again while its first delivery is
    /// served cannot be cancelled.
    /// </summary>
    public bool TryAdd(CallId id, RequestCancellation call)
    {
        Asked?.Invoke();
        lock (_gate)
        {
            if (_cancelled.Contains(id))
            {
                return false;
            }

            _running.TryAdd(id, call);
            return true;
        }
    }

    /// <summary>Removes a call that has ended.</summary>
    public void Remove(CallId id, RequestCancellation call)
    {
        lock (_gate)
        {
            if (_running.TryGetValue(id, out var running) && ReferenceEquals(running, call))
            {
                _running.Remove(id);
            }
        }
    }

    /// <inheritdoc cref="Hears" />
    public Task<bool> HearsCallersAsync(CancellationToken cancel) => Hears is null ? Task.FromResult(false) : Hears(cancel);

    /// <summary>Called with the report of a reader.</summary>
    public void OnTaken(PartReport report)
    {
        RequestCancellation? running;
        lock (_gate)
        {
            _running.TryGetValue(report.Call, out running);
        }

        running?.Stream?.OnReported(report.Taken);
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

    /// <summary>Returns a call of each caller that was running already when this method was called before.</summary>
    public IReadOnlyDictionary<Destination, CallId> LongRunning()
    {
        var callers = new Dictionary<Destination, CallId>();
        lock (_gate)
        {
            foreach (var (id, call) in _running)
            {
                if (call.WasSeen && call.ReplyTo is { } replyTo)
                {
                    callers.TryAdd(replyTo, id);
                }

                call.WasSeen = true;
            }
        }

        return callers;
    }

    /// <summary>Cancels all calls of a caller that has gone.</summary>
    public void CancelAll(Destination replyTo)
    {
        List<RequestCancellation> running = [];
        lock (_gate)
        {
            foreach (var (id, call) in _running.Where(entry => replyTo.Equals(entry.Value.ReplyTo)).ToArray())
            {
                _running.Remove(id);
                running.Add(call);
            }
        }

        running.ForEach(call => call.Abandon());
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
