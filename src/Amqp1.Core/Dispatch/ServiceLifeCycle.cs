using Amqp1.Bus;
using Amqp1.Bus.Context;
using Amqp1.Bus.Local;
using Amqp1.Bus.Receiving;

namespace Amqp1.Dispatch;

/// <summary>
/// Starts and stops one server or listener. A stop has two phases, so that messages of this process itself can follow while the rest of the
/// process stops: <see cref="BeginStop"/> stops receiving from the peer, and <see cref="EndStopAsync"/> completes the stop. Thread-safe.
/// </summary>
internal sealed class ServiceLifeCycle : IDisposable
{
    private readonly MessageBus _bus;
    private readonly IListeningService _service;
    private readonly HandlerDrain _handlers;
    private readonly Lock _gate = new();
    private int _started;
    private Task? _detached;
    private Task? _stop;

    /// <param name="bus">The bus that the service listens on.</param>
    /// <param name="service">The service. Its subscriptions are not read before the service is started.</param>
    public ServiceLifeCycle(MessageBus bus, IListeningService service)
    {
        (_bus, _service) = (bus, service);
        _handlers = new HandlerDrain(bus.Context, () => Idle, service.OnTimedOut);
    }

    /// <summary>The token of all handlers. It is cancelled when the service stops and no longer waits for them.</summary>
    public CancellationToken Stopped => _handlers.Stopped;

    /// <summary>The number of messages or batches that are being handled.</summary>
    public int Running => Subscriptions.Sum(subscription => subscription.Running) + _service.RunningBatches;

    /// <summary>The number of links that are attached, and the number of links that the service needs.</summary>
    public (int Attached, int Needed) Links =>
        (Subscriptions.Sum(subscription => subscription.AttachedLinkCount), Subscriptions.Sum(subscription => subscription.LinkCount));

    /// <summary>Whether all links have been attached at some time.</summary>
    public bool HasListened => Subscriptions.All(subscription => subscription.Attached.IsCompletedSuccessfully);

    private IReadOnlyList<Subscription> Subscriptions => _service.Subscriptions;

    /// <summary>Completes when no message is being handled.</summary>
    private Task Idle => Task.WhenAll([.. Subscriptions.Select(subscription => subscription.Idle), _service.BatchesIdle]);

    /// <summary>Starts to listen on the current connection and on every later one. Returns immediately. A second call has no effect.</summary>
    /// <exception cref="ObjectDisposedException">The transport was stopped.</exception>
    public void Start()
    {
        if (Interlocked.Exchange(ref _started, 1) == 0)
        {
            foreach (var subscription in Subscriptions)
            {
                _bus.Add(subscription);
            }

            _service.OnStarted();
        }
    }

    /// <summary>Completes when the peer has confirmed all links for the first time.</summary>
    public Task WaitUntilListeningAsync(CancellationToken cancel) =>
        Task.WhenAll(Subscriptions.Select(subscription => subscription.Attached)).WaitAsync(cancel);

    /// <summary>Stops the service in one go. Does not throw. A second call waits for the first.</summary>
    /// <param name="limit">The time that handlers can continue before their tokens are cancelled.</param>
    /// <param name="cancel">Shortens the wait.</param>
    public Task StopAsync(TimeSpan limit, CancellationToken cancel)
    {
        BeginStop(limit, cancel);
        return EndStopAsync(cancel);
    }

    /// <summary>
    /// Begins to stop: receives no more messages from the peer, returns those that have not been started, and starts the time limit of the
    /// handlers. Returns immediately. Has no effect if the service was not started, or if the stop has already begun.
    /// </summary>
    /// <param name="limit">The time that handlers can continue before their tokens are cancelled.</param>
    /// <param name="cancel">Cancels the tokens early.</param>
    /// <param name="local">
    /// If given, messages of this process itself are handled until <see cref="EndStopAsync"/>, and so are fanouts, which no other server
    /// would receive instead.
    /// </param>
    public void BeginStop(TimeSpan limit, CancellationToken cancel, LocalDelivery? local = null)
    {
        if (Volatile.Read(ref _started) == 0)
        {
            return;
        }

        lock (_gate)
        {
            if (_detached is null)
            {
                // This comes first, so that a handler that ends because its token is cancelled does not make room for a message that has
                // not been started.
                StopReceiving(local);
                _handlers.Begin(limit, cancel);
                _detached = DetachLinksAsync(cancel);
            }
        }
    }

    /// <summary>
    /// Completes when no handler runs, or a short time after the tokens were cancelled, and the replies have been sent. Messages of this
    /// process itself can follow. Does not throw.
    /// </summary>
    public async Task WaitUntilIdleAsync(CancellationToken cancel)
    {
        await _handlers.WaitUntilIdleAsync().ConfigureAwait(false);
        await Waiting.EndsWithinAsync(_service.RepliesSent, HandlerDrain.Grace, _bus.Time, cancel).ConfigureAwait(false);
    }

    /// <summary>
    /// Completes the stop that <see cref="BeginStop"/> began. No more messages are accepted. A second call waits for the first.
    /// </summary>
    public Task EndStopAsync(CancellationToken cancel)
    {
        lock (_gate)
        {
            return _detached is null ? Task.CompletedTask : _stop ??= StopOnceAsync(_detached, cancel);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _handlers.Dispose();

    private void StopReceiving(LocalDelivery? local)
    {
        foreach (var subscription in Subscriptions)
        {
            if (local is not null)
            {
                subscription.TakeOwn(local, _handlers.Stopped);
                local.Add(subscription.Links);
            }

            subscription.StopReceiving(withFanouts: local is null);
        }

        _service.OnReceivingStopped();
        local?.Pump();
    }

    private async Task DetachLinksAsync(CancellationToken cancel)
    {
        if (_service.SettlesBeforeHandling)
        {
            // Some routers, Qpid Dispatch among them, continue to choose a link without credit, and the messages for it wait there. The
            // handlers do not need the links any more, and without the links the router chooses another server.
            await DetachAsync(CancellationToken.None).ConfigureAwait(false);
            return;
        }

        // The links are detached when the messages being handled have their outcomes, and not later, for the same reason.
        var drained = Task.WhenAll(Subscriptions.Select(subscription => subscription.DrainedAsync()));
        await Task.WhenAny(_handlers.WaitUntilIdleAsync(), drained).ConfigureAwait(false);
        await DetachAsync(cancel).ConfigureAwait(false);
    }

    private Task DetachAsync(CancellationToken cancel) =>
        Task.WhenAll(Subscriptions.Select(subscription => subscription.DetachAsync(HandlerDrain.Grace, cancel)));

    private async Task StopOnceAsync(Task detached, CancellationToken cancel)
    {
        await detached.ConfigureAwait(false);
        var fanoutsDetached = DetachFanoutsAsync();
        await WaitUntilIdleAsync(cancel).ConfigureAwait(false);
        await fanoutsDetached.ConfigureAwait(false);
        foreach (var subscription in Subscriptions)
        {
            subscription.RefuseOwn();
        }

        await _handlers.EndAsync().ConfigureAwait(false);
        _service.OnStopped();
    }

    /// <summary>Detaches the links of fanouts if <see cref="BeginStop"/> left them for the messages of this process itself.</summary>
    private Task DetachFanoutsAsync()
    {
        if (!Subscriptions.Any(subscription => subscription.IsReceiving))
        {
            return Task.CompletedTask;
        }

        foreach (var subscription in Subscriptions)
        {
            subscription.StopReceiving();
        }

        return DetachAsync(CancellationToken.None);
    }
}
