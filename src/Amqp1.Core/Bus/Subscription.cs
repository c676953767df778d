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
    private volatile LocalDelivery? _local;
    private CancellationToken _refusesOwn;

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
    public string Network => _bus.Network;
    public IReadOnlyList<SubscriptionLink> Links => _links;
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

    /// <summary>
    /// Whether messages of this process itself may be handed over now: as many may wait for a worker as a link has credit.
    /// </summary>
    public bool HasRoomForOwn
    {
        get
        {
            lock (_gate)
            {
                return _refusesOwn.IsCancellationRequested || _waiting.Count < Window;
            }
        }
    }

    /// <summary>
    /// From now on takes messages of this process itself, directly, although its links stop receiving.
    /// </summary>
    /// <param name="local">Where the buses of this process look.</param>
    /// <param name="refuse">Fires when nothing is begun any more.</param>
    public void TakeOwn(LocalDelivery local, CancellationToken refuse)
    {
        _refusesOwn = refuse;
        _local = local;
    }

    /// <summary>Begins no message of this process any more.</summary>
    public void RefuseOwn() => _refusesOwn = new CancellationToken(canceled: true);

    /// <summary>Takes no more messages from the peer and gives back those that nobody has begun, but for requests of this process itself.</summary>
    /// <param name="withFanouts">Whether the links on which all servers get a copy stop as well.</param>
    public void StopReceiving(bool withFanouts = true)
    {
        foreach (var link in _links.Where(link => withFanouts || !link.IsFanout))
        {
            link.StopReceiving();
        }

        List<IncomingMessage> unstarted = [];
        List<IncomingMessage> own = [];
        lock (_gate)
        {
            _stopping = true;
            for (var left = _waiting.Count; left > 0; left--)
            {
                var message = _waiting.Dequeue();
                if (!message.CameLate)
                {
                    _waiting.Enqueue(message);
                }
                else if (IsOwn(message))
                {
                    _waiting.Enqueue(message);
                    own.Add(message);
                }
                else
                {
                    unstarted.Add(message);
                }
            }
        }

        // Nobody else is to serve them: a link that detaches gives back what is not settled.
        own.ForEach(message => message.Accept());
        unstarted.ForEach(message => message.Release());
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

    /// <summary>Completes when nothing can come any more on the links that have stopped receiving, and what came is settled.</summary>
    public Task DrainedAsync() => Task.WhenAll(_links.Where(link => link.IsStopping).Select(link => link.DrainedAsync()));

    /// <summary>
    /// Ends the links that have stopped receiving, when the peer has given up what credit it had and all that came is settled, or when the limit
    /// is over.
    /// </summary>
    public async Task DetachAsync(TimeSpan limit, CancellationToken cancel)
    {
        var stopped = _links.Where(link => link.IsStopping).ToArray();
        await Waiting.EndsWithinAsync(DrainedAsync(), limit, Time, cancel).ConfigureAwait(false);
        foreach (var link in stopped)
        {
            link.Detach();
        }

        if (stopped.Length == _links.Length)
        {
            _bus.Remove(this);
        }
    }

    /// <summary>
    /// Gives the message to a worker, now or when one is free, or back to the peer when its link has stopped. Called on the connection's pump.
    /// </summary>
    public void Dispatch(IncomingMessage message)
    {
        bool isLate;
        bool isTaken;
        bool begins;
        lock (_gate)
        {
            isLate = message.CameLate;
            isTaken = !isLate || IsOwn(message);
            begins = isTaken && TryBegin(message);
        }

        if (!isTaken)
        {
            message.Release();
            return;
        }

        if (isLate)
        {
            message.Accept();
        }

        if (begins)
        {
            Begin(message);
        }
    }

    /// <summary>As <see cref="Dispatch"/>, for a message that this process handed over itself; false when nothing is begun any more.</summary>
    public bool TryDispatchOwn(IncomingMessage message)
    {
        bool begins;
        lock (_gate)
        {
            if (_refusesOwn.IsCancellationRequested)
            {
                return false;
            }

            begins = TryBegin(message);
        }

        if (begins)
        {
            Begin(message);
        }

        return true;
    }

    /// <summary>The local queue: the pump's own thread takes it up as soon as it has nothing to read, without waking another.</summary>
    private static void Begin(IncomingMessage message) => ThreadPool.UnsafeQueueUserWorkItem(message, preferLocal: true);

    /// <summary>False when the message has to wait for a worker. Called under the lock.</summary>
    private bool TryBegin(IncomingMessage message)
    {
        if (_running.Count >= _maxConcurrent)
        {
            _waiting.Enqueue(message);
            return false;
        }

        _running.Enter();
        return true;
    }

    /// <summary>
    /// Whether the process waits for the reply itself. With a broker such a request would wait in the queue for the next start of this service.
    /// </summary>
    private bool IsOwn(IncomingMessage message) => !_refusesOwn.IsCancellationRequested && _local?.IsOwn(message.ReplyTo) == true;

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

        Begin(next);
    }
}
