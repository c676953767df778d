using Amqp1.Addressing;
using Amqp1.Bus.Connections;
using Amqp1.Bus.Context;
using Amqp1.Bus.Deadlines;
using Amqp1.Bus.Local;
using Amqp1.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Amqp1.Bus.Receiving;

/// <summary>
/// The subscription of a server or listener: its links, and the limited number of workers that handle the messages. Messages that wait for
/// a worker are unsettled, so the windows of the links limit their number.
/// </summary>
internal sealed class Subscription
{
    private readonly BusContext _context;
    private readonly ISubscriptionOwner _owner;
    private readonly SubscriptionLink[] _links;
    private readonly Workers _workers;
    private readonly TaskCompletionSource _firstAttach = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _stopping;
    private volatile LocalDelivery? _local;
    private CancellationToken _refusesOwn;

    /// <param name="context">The context of the bus.</param>
    /// <param name="owner">The bus that attaches the links on every connection.</param>
    /// <param name="destinations">The destinations to listen at.</param>
    /// <param name="window">The credit window of each link.</param>
    /// <param name="maxConcurrent">The maximum number of messages that are handled at a time.</param>
    /// <param name="handle">Handles a message and settles it. Must not throw.</param>
    public Subscription(
        BusContext context, ISubscriptionOwner owner, IEnumerable<Destination> destinations, int window, int maxConcurrent, Func<IncomingMessage, Task> handle)
    {
        _context = context;
        _owner = owner;
        Window = window;
        _workers = new Workers(context.Logger, context.Time, maxConcurrent, handle);
        _links = [.. destinations.Select(destination => new SubscriptionLink(this, destination))];
    }

    /// <summary>Whether services work without the subscription, so that it is not part of the status and the metrics.</summary>
    public bool IsAuxiliary { get; init; }

    public int Window { get; }
    public string Network => _context.Network;
    public IReadOnlyList<SubscriptionLink> Links => _links;
    public ILogger Logger => _context.Logger;
    public TimeProvider Time => _context.Time;
    public DeadlineTimer Deadlines => _context.Deadlines;
    public TimeSpan LinkRetryDelay => _context.Settings.LinkRetryDelay;

    /// <summary>Completes when all links have been attached for the first time.</summary>
    public Task Attached => _firstAttach.Task;

    /// <summary>The topic of all links; null if they have different topics.</summary>
    public string? Topic => _links.Select(link => link.Topic).Distinct().ToArray() is [var topic] ? topic : null;

    /// <summary>The current gauges of the links.</summary>
    public IEnumerable<TopicGauge> Gauges => _links.Select(link => link.Gauge);

    /// <summary>Whether any link has not stopped receiving from the peer.</summary>
    public bool IsReceiving => _links.Any(link => !link.IsStopping);

    public int LinkCount => _links.Length;
    public int AttachedLinkCount => _links.Count(link => link.IsAttached);

    /// <summary>The number of messages that are being handled.</summary>
    public int Running => _workers.Running;

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

    /// <summary>Reports that the peer refused or closed a link.</summary>
    public void OnLinkFailed(string reason)
    {
        _owner.OnLinkFailed(reason);
        DropUnacceptable();
    }

    /// <summary>Frees links, because the connection has no room for a link of the subscription.</summary>
    public void MakeRoom() => _owner.MakeRoom();

    public void OnLinkAttached()
    {
        if (AttachedLinkCount == _links.Length)
        {
            _firstAttach.TrySetResult();
        }
    }

    /// <summary>
    /// Whether messages of this process itself may be handed over now. As many of them may wait for a worker as a link has credit.
    /// </summary>
    public bool HasRoomForOwn => _refusesOwn.IsCancellationRequested || _workers.WaitingCount < Window;

    /// <summary>
    /// Accepts messages of this process itself from now on, without the peer, although the links stop receiving.
    /// </summary>
    /// <param name="local">The local delivery through which the buses of this process find the subscription.</param>
    /// <param name="refuse">The token that is cancelled when no further message may be started.</param>
    public void TakeOwn(LocalDelivery local, CancellationToken refuse)
    {
        _refusesOwn = refuse;
        _local = local;
    }

    /// <summary>Stops accepting messages of this process itself.</summary>
    public void RefuseOwn() => _refusesOwn = new CancellationToken(canceled: true);

    /// <summary>
    /// Stops receiving from the peer and releases the messages that were not started, except requests of this process itself.
    /// </summary>
    /// <param name="withFanouts">Whether the links on which all servers get a copy stop as well.</param>
    public void StopReceiving(bool withFanouts = true)
    {
        foreach (var link in _links.Where(link => withFanouts || !link.IsFanout))
        {
            link.StopReceiving();
        }

        List<IncomingMessage> own = [];
        _stopping = true;
        var unstarted = _workers.TakeWaiting(message =>
        {
            if (!message.CameLate)
            {
                return false;
            }

            if (!IsOwn(message))
            {
                return true;
            }

            own.Add(message);
            return false;
        });

        // No other process may serve these requests. They are accepted because a link that detaches returns its unsettled messages.
        own.ForEach(message => message.Accept());
        unstarted.ForEach(message => message.Release());
    }

    /// <summary>Completes when no message is being handled.</summary>
    public Task Idle => _workers.Idle;

    /// <summary>Waits until no message is being handled. Returns false if the limit passes or the token is cancelled first.</summary>
    public async Task<bool> EndsWithinAsync(TimeSpan limit, CancellationToken cancel) =>
        await Waiting.EndsWithinAsync(Idle, limit, Time, cancel).ConfigureAwait(false);

    /// <summary>Checks after a flow frame whether a drain has ended. Called on the connection's pump.</summary>
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
    /// Completes when the links that have stopped receiving cannot receive further messages and all received messages are settled.
    /// </summary>
    public Task DrainedAsync() => Task.WhenAll(_links.Where(link => link.IsStopping).Select(link => link.DrainedAsync()));

    /// <summary>
    /// Detaches the links that have stopped receiving. Waits until the peer holds no credit and all received messages are settled, but at
    /// most for <paramref name="limit"/>.
    /// </summary>
    public async Task DetachAsync(TimeSpan limit, CancellationToken cancel)
    {
        var stopped = _links.Where(link => link.IsStopping).ToArray();
        await Waiting.EndsWithinAsync(DrainedAsync(), limit, Time, cancel).ConfigureAwait(false);
        foreach (var link in stopped)
        {
            link.Detach();
        }

        await Waiting.EndsWithinAsync(Task.WhenAll(stopped.Select(link => link.ReleaseAsync())), limit, Time, cancel).ConfigureAwait(false);

        if (stopped.Length == _links.Length)
        {
            _owner.Remove(this);
        }
    }

    /// <summary>
    /// Hands the message to a worker, now or when one is free, or releases it if its link has stopped. Called on the connection's pump.
    /// </summary>
    public void Dispatch(IncomingMessage message)
    {
        if (_workers.TryAdd(message, this, static (_, message) => !message.CameLate))
        {
            return;
        }

        if (!IsOwn(message))
        {
            message.Release();
            return;
        }

        // The message is accepted first, because a link that detaches returns its unsettled messages.
        message.Accept();
        _workers.TryAdd(message, this, static (_, _) => true);
    }

    /// <summary>
    /// Hands a message that this process sent itself to a worker, as <see cref="Dispatch"/> does. Returns false if no further message may be
    /// started.
    /// </summary>
    public bool TryDispatchOwn(IncomingMessage message) =>
        _workers.TryAdd(message, this, static (subscription, _) => !subscription._refusesOwn.IsCancellationRequested);

    public void Execute(IncomingMessage message) => _workers.Execute(message);

    /// <summary>
    /// Returns whether this process itself waits for the reply. At a broker, such a request would wait in the queue for the next start of
    /// this service.
    /// </summary>
    private bool IsOwn(IncomingMessage message) => !_refusesOwn.IsCancellationRequested && _local?.IsOwn(message.ReplyTo) == true;

    /// <summary>
    /// Removes messages that wait for a worker and whose link was lost. They cannot be settled, and the peer may deliver them again.
    /// </summary>
    private void DropUnacceptable()
    {
        foreach (var message in _workers.TakeWaiting(static message => message.IsLost))
        {
            BusLog.NotHandled(Logger, message.Address);
            message.Dispose();
        }
    }
}
