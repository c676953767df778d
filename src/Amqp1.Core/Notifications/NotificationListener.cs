using Amqp1.Bus;
using Amqp1.Bus.Local;
using Amqp1.Bus.Receiving;
using Amqp1.Dispatch;
using Amqp1.Notifications.Receiving;
using Microsoft.Extensions.Logging;

namespace Amqp1.Notifications;

/// <summary>
/// Listens to notifications. Each notification is handled first and settled after that, alone or in a batch
/// (docs/spec/behaviour.md#listeners).
/// </summary>
/// <remarks>A listener has one link for each topic and priority that an endpoint handles. Thread-safe.</remarks>
public sealed class NotificationListener : IListeningService, IAsyncDisposable
{
    private readonly ILogger _logger;
    private readonly NotificationListenerSettings _settings;
    private readonly ServiceLifeCycle _lifeCycle;
    private readonly BatchIntake[] _intakes;
    private readonly Subscription[] _subscriptions;
    private readonly string _topics;

    internal NotificationListener(
        MessageBus bus, IReadOnlyList<NotificationEndpointDescriptor> endpoints, IEndpointScopes scopes, NotificationListenerSettings settings)
    {
        _logger = bus.Logger;
        _settings = settings;
        _lifeCycle = new ServiceLifeCycle(bus, this);
        var plan = ListenerPlan.Of(endpoints);
        var limit = DeadLettering.Of(bus, settings, _lifeCycle.Stopped);
        var payloads = StoredPayloads.Of(bus, settings, limit, _lifeCycle.Stopped);
        _topics = string.Join(' ', plan.Singles.Concat(plan.Batches.SelectMany(batch => batch.Topics)));
        _intakes =
        [
            .. plan.Batches.Select(batch => new BatchIntake(
                bus,
                batch,
                settings,
                limit,
                payloads,
                new BatchDispatcher(batch.Topic, batch.Endpoints, scopes, settings, limit, bus.Logger, _lifeCycle.Stopped).DispatchAsync)),
        ];
        var singles = new Subscription(
            bus.Context,
            bus,
            plan.Singles.Select(topic => topic.Destination),
            settings.Credit,
            settings.MaxConcurrent,
            new NotificationDispatcher(endpoints, scopes, settings, limit, payloads, bus.Logger, bus.Settings.PropagateBaggage, _lifeCycle.Stopped).HandleAsync);
        _subscriptions = [.. plan.Singles.Count > 0 ? [singles] : Array.Empty<Subscription>(), .. _intakes.Select(intake => intake.Subscription)];
    }

    /// <summary>The number of links that are attached, and the number of links that the listener needs.</summary>
    internal (int Attached, int Needed) Links => _lifeCycle.Links;

    /// <summary>Whether all links have been attached at some time.</summary>
    internal bool HasListened => _lifeCycle.HasListened;

    IReadOnlyList<Subscription> IListeningService.Subscriptions => _subscriptions;

    bool IListeningService.SettlesBeforeHandling => false;

    int IListeningService.RunningBatches => _intakes.Sum(intake => intake.Batches.Running);

    Task IListeningService.BatchesIdle => Task.WhenAll(_intakes.Select(intake => intake.Batches.Idle));

    /// <summary>
    /// Starts to listen on the current connection and on every later one. Returns immediately; see <see cref="WaitUntilListeningAsync"/>.
    /// A second call has no effect.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The transport was stopped.</exception>
    public void Start() => _lifeCycle.Start();

    /// <summary>Completes when the peer has confirmed all links for the first time.</summary>
    public Task WaitUntilListeningAsync(CancellationToken cancel = default) => _lifeCycle.WaitUntilListeningAsync(cancel);

    /// <summary>
    /// Stops the listener. It receives no more notifications, returns those that it has not started and waits for those being handled up
    /// to the drain timeout (30 seconds by default). Then it cancels their tokens, returns the notifications whose handlers end because of
    /// that, and detaches its links. Does not throw. A second call waits for the first.
    /// </summary>
    /// <param name="cancel">Shortens the wait.</param>
    public Task StopAsync(CancellationToken cancel = default) => _lifeCycle.StopAsync(_settings.DrainTimeout, cancel);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _lifeCycle.Dispose();
        foreach (var intake in _intakes)
        {
            intake.Dispose();
        }
    }

    /// <inheritdoc cref="ServiceLifeCycle.BeginStop" />
    internal void BeginStop(TimeSpan limit, CancellationToken cancel, LocalDelivery? local = null) => _lifeCycle.BeginStop(limit, cancel, local);

    /// <inheritdoc cref="ServiceLifeCycle.WaitUntilIdleAsync" />
    internal Task WaitUntilIdleAsync(CancellationToken cancel) => _lifeCycle.WaitUntilIdleAsync(cancel);

    /// <inheritdoc cref="ServiceLifeCycle.EndStopAsync" />
    internal Task EndStopAsync(CancellationToken cancel) => _lifeCycle.EndStopAsync(cancel);

    void IListeningService.OnStarted() => NotificationLog.ListenerStarted(_logger, _topics);

    void IListeningService.OnReceivingStopped() => Array.ForEach(_intakes, intake => intake.Batches.Stop());

    void IListeningService.OnTimedOut(TimeSpan waited, TimeSpan limit) =>
        NotificationLog.DrainTimedOut(_logger, _topics, _lifeCycle.Running, waited, limit);

    void IListeningService.OnStopped() => NotificationLog.ListenerStopped(_logger, _topics);
}
