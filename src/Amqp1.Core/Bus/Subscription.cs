using Amqp1.Addressing;
using Microsoft.Extensions.Logging;

namespace Amqp1.Bus;

/// <summary>
/// What a server or listener listens to: its links, and the workers that handle the messages, never more than allowed at a
/// time. Messages that wait for a worker are unsettled, so the links' windows bound how many there can be.
/// </summary>
internal sealed class Subscription
{
    private readonly MessageBus _bus;
    private readonly SubscriptionLink[] _links;
    private readonly Func<IncomingMessage, Task> _handle;
    private readonly int _maxConcurrent;
    private readonly Lock _gate = new();
    private readonly Queue<IncomingMessage> _waiting = new();
    private readonly TaskCompletionSource _firstAttach = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _idle;
    private int _running;
    private bool _stopping;

    /// <param name="bus">The bus that attaches the links on every connection.</param>
    /// <param name="destinations">Where to listen.</param>
    /// <param name="window">The window of each link.</param>
    /// <param name="maxConcurrent">How many messages are handled at a time.</param>
    /// <param name="handle">Handles a message and settles it. Must not throw.</param>
    public Subscription(MessageBus bus, IEnumerable<Destination> destinations, int window, int maxConcurrent, Func<IncomingMessage, Task> handle)
    {
        _bus = bus;
        Window = window;
        _maxConcurrent = maxConcurrent;
        _handle = handle;
        _links = [.. destinations.Select(destination => new SubscriptionLink(this, destination))];
    }

    public int Window { get; }
    public ILogger Logger => _bus.Logger;
    public TimeProvider Time => _bus.Time;
    public DeadlineTimer Deadlines => _bus.Deadlines;
    public TimeSpan LinkRetryDelay => _bus.Settings.LinkRetryDelay;

    /// <summary>Completes when all links were attached for the first time.</summary>
    public Task Attached => _firstAttach.Task;

    public int LinkCount => _links.Length;
    public int AttachedLinkCount => _links.Count(link => link.IsAttached);

    /// <summary>Messages that are being handled now.</summary>
    public int Running
    {
        get
        {
            lock (_gate)
            {
                return _running;
            }
        }
    }

    public void Attach(BusConnection connection)
    {
        foreach (var link in _links)
        {
            link.Attach(connection);
        }
    }

    public void Reset()
    {
        foreach (var link in _links)
        {
            link.Reset();
        }
    }

    public void OnLinkAttached(BusConnection connection)
    {
        if (AttachedLinkCount == _links.Length)
        {
            _firstAttach.TrySetResult();
        }
    }

    /// <summary>
    /// Takes no more messages, gives back those that nobody has begun, waits until those under way are done or the token
    /// fires, and detaches.
    /// </summary>
    public async Task StopAsync(CancellationToken cancel)
    {
        foreach (var link in _links)
        {
            link.StopReceiving();
        }

        IncomingMessage[] unstarted;
        Task idle;
        lock (_gate)
        {
            _stopping = true;
            unstarted = [.. _waiting];
            _waiting.Clear();
            idle = _running == 0 ? Task.CompletedTask : (_idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        foreach (var message in unstarted)
        {
            message.Release();
        }

        try
        {
            await idle.WaitAsync(cancel).ConfigureAwait(false);
        }
        finally
        {
            foreach (var link in _links)
            {
                link.Detach();
            }

            _bus.Remove(this);
        }
    }

    /// <summary>Gives the message to a worker, now or when one is free. Called on the connection's pump.</summary>
    public void Dispatch(IncomingMessage message)
    {
        bool stopping;
        lock (_gate)
        {
            stopping = _stopping;
            if (!stopping && _running >= _maxConcurrent)
            {
                _waiting.Enqueue(message);
                return;
            }

            _running += stopping ? 0 : 1;
        }

        if (stopping)
        {
            message.Release();
            return;
        }

        // The local queue: the pump's own thread takes it up as soon as it has nothing to read, without waking another.
        ThreadPool.UnsafeQueueUserWorkItem(message, preferLocal: true);
    }

    public void Execute(IncomingMessage message) => _ = RunAsync(message);

    private async Task RunAsync(IncomingMessage message)
    {
        try
        {
            await _handle(message).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The handler reports its own failures; one that escapes must not stop the worker.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            BusLog.CallbackFailed(Logger, failure);
        }
        finally
        {
            Next();
        }
    }

    private void Next()
    {
        IncomingMessage? next;
        lock (_gate)
        {
            if (!_waiting.TryDequeue(out next))
            {
                if (--_running == 0)
                {
                    _idle?.TrySetResult();
                }

                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(next, preferLocal: true);
    }
}
