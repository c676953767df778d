using Amqp1.Addressing;
using Amqp1.Bus;
using Amqp1.Bus.Local;
using Amqp1.Bus.Receiving;
using Amqp1.Dispatch;
using Amqp1.Notifications.Receiving;
using Amqp1.Rpc;

namespace Amqp1.Notifications;

/// <summary>
/// Listens to notifications. Each notification is handled first and settled after that, alone or in a batch
/// (docs/spec/behaviour.md#listeners).
/// </summary>
/// <remarks>A listener has one link for each topic and priority that an endpoint handles. Thread-safe.</remarks>
public sealed class NotificationListener : IAsyncDisposable
{
    private readonly MessageBus _bus;
    private readonly NotificationListenerSettings _settings;
    private readonly BatchIntake[] _intakes;
    private readonly Subscription[] _subscriptions;
    private readonly HandlerDrain _handlers;
    private readonly string _topics;
    private readonly Lock _gate = new();
    private int _started;
    private Task? _detached;
    private Task? _stop;

    internal NotificationListener(
        MessageBus bus, IReadOnlyList<NotificationEndpointDescriptor> endpoints, IEndpointScopes scopes, NotificationListenerSettings settings)
    {
        _bus = bus;
        _settings = settings;
        _handlers = new HandlerDrain(bus.Context, Idle, (waited, limit) => NotificationLog.DrainTimedOut(bus.Logger, _topics!, Running, waited, limit));
        var plan = ListenerPlan.Of(endpoints);
        _topics = string.Join(' ', plan.Singles.Concat(plan.Batches.SelectMany(batch => batch.Addresses)));
        _intakes =
        [
            .. plan.Batches.Select(batch => new BatchIntake(
                bus, batch, settings, new BatchDispatcher(batch.Topic, batch.Endpoints, scopes, settings, bus.Logger, _handlers.Stopped).DispatchAsync)),
        ];
        var singles = new Subscription(
            bus.Context,
            bus,
            plan.Singles.Select(topic => Destination.For(ServiceKind.Notification, Target.ForTopic(topic))),
            settings.Credit,
            settings.MaxConcurrent,
            new NotificationDispatcher(endpoints, scopes, settings, bus.Logger, bus.Settings.PropagateBaggage, _handlers.Stopped).HandleAsync);
        _subscriptions = [.. plan.Singles.Count > 0 ? [singles] : Array.Empty<Subscription>(), .. _intakes.Select(intake => intake.Subscription)];
    }

    /// <summary>The number of links that are attached, and the number of links that the listener needs.</summary>
    internal (int Attached, int Needed) Links => (_subscriptions.Sum(links => links.AttachedLinkCount), _subscriptions.Sum(links => links.LinkCount));

    /// <summary>Whether all links have been attached at some time.</summary>
    internal bool HasListened => _subscriptions.All(links => links.Attached.IsCompletedSuccessfully);

    /// <summary>
    /// Starts to listen on the current connection and on every later one. Returns immediately; see <see cref="WaitUntilListeningAsync"/>.
    /// A second call has no effect.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The transport was stopped.</exception>
    public void Start()
    {
        if (Interlocked.Exchange(ref _started, 1) == 0)
        {
            foreach (var subscription in _subscriptions)
            {
                _bus.Add(subscription);
            }

            NotificationLog.ListenerStarted(_bus.Logger, _topics);
        }
    }

    /// <summary>Completes when the peer has confirmed all links for the first time.</summary>
    public Task WaitUntilListeningAsync(CancellationToken cancel = default) =>
        Task.WhenAll(_subscriptions.Select(links => links.Attached)).WaitAsync(cancel);

    /// <summary>
    /// Stops the listener. It receives no more notifications, returns those that it has not started and waits for those being handled up
    /// to the drain timeout (30 seconds by default). Then it cancels their tokens, returns the notifications whose handlers end because of
    /// that, and detaches its links. Does not throw. A second call waits for the first.
    /// </summary>
    /// <param name="cancel">Shortens the wait.</param>
    public Task StopAsync(CancellationToken cancel = default)
    {
        if (Volatile.Read(ref _started) == 0)
        {
            return Task.CompletedTask;
        }

        BeginStop(_settings.DrainTimeout, cancel);
        return EndStopAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _handlers.Dispose();
        foreach (var intake in _intakes)
        {
            intake.Dispose();
        }
    }

    /// <summary>
    /// Begins to stop: receives no more notifications from the peer, returns those that have not been started, and starts the time limit
    /// of the handlers. Returns immediately.
    /// </summary>
    /// <param name="limit">The time that handlers can continue before their tokens are canceled.</param>
    /// <param name="cancel">Cancels the tokens early.</param>
    /// <param name="local">If given, notifications of this process itself are handled until <see cref="EndStopAsync"/>.</param>
    internal void BeginStop(TimeSpan limit, CancellationToken cancel, LocalDelivery? local = null)
    {
        if (Volatile.Read(ref _started) == 0)
        {
            return;
        }

        lock (_gate)
        {
            if (_detached is null)
            {
                StopReceiving(local);
                _handlers.Begin(limit, cancel);
                _detached = DetachAsync(cancel);
            }
        }
    }

    /// <summary>
    /// Completes when no handler runs, or a short time after the tokens were canceled. Notifications of this process itself can follow.
    /// Does not throw.
    /// </summary>
    internal Task WaitUntilIdleAsync() => _handlers.WaitUntilIdleAsync();

    /// <summary>Completes the stop that <see cref="BeginStop"/> began. A second call waits for the first.</summary>
    internal Task EndStopAsync()
    {
        lock (_gate)
        {
            return _detached is null ? Task.CompletedTask : _stop ??= StopOnceAsync(_detached);
        }
    }

    private void StopReceiving(LocalDelivery? local)
    {
        foreach (var subscription in _subscriptions)
        {
            if (local is not null)
            {
                subscription.TakeOwn(local, _handlers.Stopped);
                local.Add(subscription.Links);
            }

            subscription.StopReceiving();
        }

        foreach (var intake in _intakes)
        {
            intake.Batches.Stop();
        }

        local?.Pump();
    }

    private async Task DetachAsync(CancellationToken cancel)
    {
        // The links are detached when the notifications being handled have their outcomes, and not later: a router may let other messages
        // wait for a link that only lacks credit.
        await Task.WhenAny(_handlers.WaitUntilIdleAsync(), Task.WhenAll(_subscriptions.Select(links => links.DrainedAsync()))).ConfigureAwait(false);
        await Task.WhenAll(_subscriptions.Select(links => links.DetachAsync(HandlerDrain.Grace, cancel))).ConfigureAwait(false);
    }

    private async Task StopOnceAsync(Task detached)
    {
        await detached.ConfigureAwait(false);
        await _handlers.WaitUntilIdleAsync().ConfigureAwait(false);
        Array.ForEach(_subscriptions, subscription => subscription.RefuseOwn());
        await _handlers.EndAsync().ConfigureAwait(false);
        NotificationLog.ListenerStopped(_bus.Logger, _topics);
    }

    private int Running => _subscriptions.Sum(links => links.Running) + _intakes.Sum(intake => intake.Batches.Running);

    /// <summary>Completes when no notification is being handled.</summary>
    private Task Idle() => Task.WhenAll([.. _subscriptions.Select(links => links.Idle), .. _intakes.Select(intake => intake.Batches.Idle)]);
}
