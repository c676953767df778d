using Amqp1.Addressing;
using Amqp1.Diagnostics;
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
    private readonly InFlightCount _running = new();
    private volatile bool _stopping;

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

    /// <summary>The topic of all its links; null when they have several.</summary>
    public string? Topic => _links.Select(link => link.Topic).Distinct().ToArray() is [var topic] ? topic : null;

    /// <summary>What its links hold now.</summary>
    public IEnumerable<TopicGauge> Gauges => _links.Select(link => link.Gauge);

    public int LinkCount => _links.Length;
    public int AttachedLinkCount => _links.Count(link => link.IsAttached);

    /// <summary>Messages that are being handled now.</summary>
    public int Running => _running.Count;

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

        DropUnacceptable();
    }

    /// <summary>A link was refused, or closed by the peer.</summary>
    public void OnLinkFailed(string reason)
    {
        _bus.OnLinkFailed(reason);
        DropUnacceptable();
    }

    /// <summary>The connection has no room for a link.</summary>
    public void MakeRoom() => _bus.MakeRoom();

    public void OnLinkAttached(BusConnection connection)
    {
        if (AttachedLinkCount == _links.Length)
        {
            _firstAttach.TrySetResult();
        }
    }

    /// <summary>Takes no more messages and gives back those that nobody has begun.</summary>
    public void StopReceiving()
    {
        foreach (var link in _links)
        {
            link.StopReceiving();
        }

        IncomingMessage[] unstarted;
        lock (_gate)
        {
            _stopping = true;
            unstarted = [.. _waiting];
            _waiting.Clear();
        }

        foreach (var message in unstarted)
        {
            message.Release();
        }
    }

    /// <summary>Completes when no message is being handled.</summary>
    public Task Idle => _running.Idle;

    /// <summary>Waits until no message is being handled; false when the time is up or the token fires first.</summary>
    public async Task<bool> EndsWithinAsync(TimeSpan limit, CancellationToken cancel) =>
        await Waiting.EndsWithinAsync(Idle, limit, Time, cancel).ConfigureAwait(false);

    /// <summary>After a flow frame: a drain may have ended. Called on the connection's pump.</summary>
    public void OnFlowProcessed()
    {
        if (!_stopping)
        {
            return;
        }

        foreach (var link in _links)
        {
            link.CheckDrained();
        }
    }

    /// <summary>
    /// Ends the links for good, when the peer has given up what credit it had and all that came is settled, or not within the limit.
    /// </summary>
    public async Task DetachAsync(TimeSpan limit, CancellationToken cancel)
    {
        await Waiting.EndsWithinAsync(Task.WhenAll(_links.Select(link => link.DrainedAsync())), limit, Time, cancel).ConfigureAwait(false);
        foreach (var link in _links)
        {
            link.Detach();
        }

        _bus.Remove(this);
    }

    /// <summary>Gives the message to a worker, now or when one is free. Called on the connection's pump.</summary>
    public void Dispatch(IncomingMessage message)
    {
        bool stopping;
        lock (_gate)
        {
            stopping = _stopping;
            if (!stopping && _running.Count >= _maxConcurrent)
            {
                _waiting.Enqueue(message);
                return;
            }

            if (!stopping)
            {
                _running.Enter();
            }
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

    /// <summary>
    /// Forgets messages that wait for a worker and came over a link that is gone: they cannot be settled, and their peer may deliver them again.
    /// </summary>
    private void DropUnacceptable()
    {
        List<IncomingMessage> dropped = [];
        lock (_gate)
        {
            for (var left = _waiting.Count; left > 0; left--)
            {
                var message = _waiting.Dequeue();
                if (message.IsLost)
                {
                    dropped.Add(message);
                }
                else
                {
                    _waiting.Enqueue(message);
                }
            }
        }

        foreach (var message in dropped)
        {
            BusLog.NotHandled(Logger, message.Address);
            message.Dispose();
        }
    }

    private async Task RunAsync(IncomingMessage message)
    {
        try
        {
            // A message whose link is gone cannot be settled, and its peer may deliver it again.
            if (message.IsLost)
            {
                BusLog.NotHandled(Logger, message.Address);
                message.Dispose();
            }
            else
            {
                await _handle(message).ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // The handler reports its own failures; one that escapes must not stop the worker.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            // Unless it is settled already; a message that stays unsettled would cost a credit for ever.
            message.Reject("amqp:internal-error", "The receiver failed.");
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
                _running.Leave();
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(next, preferLocal: true);
    }
}
