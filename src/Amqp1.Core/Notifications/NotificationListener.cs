using Amqp1.Addressing;
using Amqp1.Bus;
using Amqp1.Notifications.Receiving;
using Amqp1.Rpc;

namespace Amqp1.Notifications;

/// <summary>Listens to notifications; each is handled first and settled after, alone or in a batch (specification F.6).</summary>
/// <remarks>One link for each topic and priority that an endpoint handles. Thread-safe.</remarks>
public sealed class NotificationListener : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly MessageBus _bus;
    private readonly NotificationListenerSettings _settings;
    private readonly BatchIntake[] _intakes;
    private readonly Subscription[] _subscriptions;
    private readonly CancellationTokenSource _stopped = new();
    private readonly string _topics;
    private readonly Lock _gate = new();
    private int _started;
    private Task? _drain;
    private Task? _stop;

    internal NotificationListener(
        MessageBus bus, IReadOnlyList<NotificationEndpointDescriptor> endpoints, IEndpointScopes scopes, NotificationListenerSettings settings)
    {
        _bus = bus;
        _settings = settings;
        var plan = ListenerPlan.Of(endpoints);
        _topics = string.Join(' ', plan.Singles.Concat(plan.Batches.SelectMany(batch => batch.Addresses)));
        _intakes =
        [
            .. plan.Batches.Select(batch => new BatchIntake(
                bus, batch, settings, new BatchDispatcher(batch.Topic, batch.Endpoints, scopes, settings, bus.Logger, _stopped.Token).DispatchAsync)),
        ];
        var singles = new Subscription(
            bus,
            plan.Singles.Select(topic => Destination.For(ServiceKind.Notification, Target.ForTopic(topic))),
            settings.Credit,
            settings.MaxConcurrent,
            new NotificationDispatcher(endpoints, scopes, settings, bus.Logger, bus.Settings.PropagateBaggage, _stopped.Token).HandleAsync);
        _subscriptions = [.. plan.Singles.Count > 0 ? [singles] : Array.Empty<Subscription>(), .. _intakes.Select(intake => intake.Subscription)];
    }

    /// <summary>Its links that are attached now, and how many it needs.</summary>
    internal (int Attached, int Needed) Links => (_subscriptions.Sum(links => links.AttachedLinkCount), _subscriptions.Sum(links => links.LinkCount));

    /// <summary>Whether all its links were attached at some time.</summary>
    internal bool HasListened => _subscriptions.All(links => links.Attached.IsCompletedSuccessfully);

    /// <summary>
    /// Begins to listen, now and on every later connection. Returns at once; see <see cref="WaitUntilListeningAsync"/>. A second call does
    /// nothing.
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
    /// Takes no more notifications, gives back those not begun, waits for those being handled up to the drain timeout (30
    /// seconds by default), then lets their tokens fire, gives back what ends by that, and detaches. Does not throw; a token that fires shortens the wait.
    /// A second call waits for the first.
    /// </summary>
    public Task StopAsync(CancellationToken cancel = default)
    {
        if (Volatile.Read(ref _started) == 0)
        {
            return Task.CompletedTask;
        }

        lock (_gate)
        {
            return _stop ??= StopOnceAsync(_drain ??= DrainAsync(cancel));
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _stopped.Dispose();
        foreach (var intake in _intakes)
        {
            intake.Dispose();
        }
    }

    /// <summary>
    /// The first half of <see cref="StopAsync"/>, for who has more to do before the second: takes no more notifications, gives back those
    /// not begun, and lets the drain timeout begin. Returns at once; the tokens fire when the time is up or that of the caller does.
    /// </summary>
    internal void BeginStop(CancellationToken cancel)
    {
        if (Volatile.Read(ref _started) == 0)
        {
            return;
        }

        lock (_gate)
        {
            _drain ??= DrainAsync(cancel);
        }
    }

    private async Task DrainAsync(CancellationToken cancel)
    {
        var begun = _bus.Time.GetTimestamp();
        foreach (var subscription in _subscriptions)
        {
            subscription.StopReceiving();
        }

        foreach (var intake in _intakes)
        {
            intake.Batches.Stop();
        }

        if (!await Waiting.EndsWithinAsync(Idle(), _settings.DrainTimeout, _bus.Time, cancel).ConfigureAwait(false))
        {
            var running = _subscriptions.Sum(links => links.Running) + _intakes.Sum(intake => intake.Batches.Running);
            NotificationLog.DrainTimedOut(_bus.Logger, _topics, running, _bus.Time.GetElapsedTime(begun), _settings.DrainTimeout);
            await Waiting.CancelAsync(_stopped, Grace, _bus).ConfigureAwait(false);
            await Waiting.EndsWithinAsync(Idle(), Grace, _bus.Time, CancellationToken.None).ConfigureAwait(false);
        }

        // Not before what is handled has its outcome, and no later: a router may have others wait for a link that only lacks credit.
        await Task.WhenAll(_subscriptions.Select(links => links.DetachAsync(Grace, cancel))).ConfigureAwait(false);
    }

    private async Task StopOnceAsync(Task drain)
    {
        await drain.ConfigureAwait(false);
        NotificationLog.ListenerStopped(_bus.Logger, _topics);
    }

    /// <summary>Completes when nothing is being handled.</summary>
    private Task Idle() => Task.WhenAll([.. _subscriptions.Select(links => links.Idle), .. _intakes.Select(intake => intake.Batches.Idle)]);
}
