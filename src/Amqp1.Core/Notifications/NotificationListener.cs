using System.Diagnostics;
using Amqp1.Addressing;
using Amqp1.Bus;
using Amqp1.Diagnostics;
using Amqp1.Rpc;
using Amqp1.Wire;

namespace Amqp1.Notifications;

/// <summary>Listens to notifications; each is handled first and settled after (specification F.6).</summary>
/// <remarks>One link for each topic and priority that an endpoint handles. Thread-safe.</remarks>
public sealed class NotificationListener : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly MessageBus _bus;
    private readonly IReadOnlyList<NotificationEndpointDescriptor> _endpoints;
    private readonly IEndpointScopes _scopes;
    private readonly NotificationListenerSettings _settings;
    private readonly Subscription _subscription;
    private readonly CancellationTokenSource _stopped = new();
    private readonly string _topics;
    private readonly Lock _gate = new();
    private int _started;
    private Task? _stop;

    internal NotificationListener(
        MessageBus bus, IReadOnlyList<NotificationEndpointDescriptor> endpoints, IEndpointScopes scopes, NotificationListenerSettings settings)
    {
        _bus = bus;
        _endpoints = endpoints;
        _scopes = scopes;
        _settings = settings;
        var topics = endpoints
            .SelectMany(endpoint => endpoint.Handlers.Keys.Select(priority => $"{endpoint.Topic}.{PriorityNames.InAddress(priority)}"))
            .Distinct()
            .ToArray();
        _topics = string.Join(' ', topics);
        _subscription = new Subscription(
            bus,
            topics.Select(topic => Destination.For(ServiceKind.Notification, Target.ForTopic(topic))),
            settings.Credit,
            settings.MaxConcurrent,
            HandleAsync);
    }

    /// <summary>Its links that are attached now, and how many it needs.</summary>
    internal (int Attached, int Needed) Links => (_subscription.AttachedLinkCount, _subscription.LinkCount);

    /// <summary>Begins to listen, now and on every later connection. Returns at once; see <see cref="WaitUntilListeningAsync"/>.</summary>
    public void Start()
    {
        if (Interlocked.Exchange(ref _started, 1) == 0)
        {
            _bus.Add(_subscription);
            NotificationLog.ListenerStarted(_bus.Logger, _topics);
        }
    }

    /// <summary>Completes when the peer has confirmed all links for the first time.</summary>
    public Task WaitUntilListeningAsync(CancellationToken cancel = default) =>
        _subscription.LinkCount == 0 ? Task.CompletedTask : _subscription.Attached.WaitAsync(cancel);

    /// <summary>
    /// Takes no more notifications, gives back those not begun, waits for those being handled up to the drain timeout (30
    /// seconds by default), then lets their tokens fire and detaches. Does not throw; a token that fires shortens the wait.
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
            return _stop ??= StopOnceAsync(cancel);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _stopped.Dispose();
    }

    private async Task StopOnceAsync(CancellationToken cancel)
    {
        _subscription.StopReceiving();
        if (!await _subscription.EndsWithinAsync(_settings.DrainTimeout, cancel).ConfigureAwait(false))
        {
            NotificationLog.DrainTimedOut(_bus.Logger, _topics, _subscription.Running, _settings.DrainTimeout);
            await _stopped.CancelAsync().ConfigureAwait(false);
            await _subscription.EndsWithinAsync(Grace, CancellationToken.None).ConfigureAwait(false);
        }

        _subscription.Detach();
        NotificationLog.ListenerStopped(_bus.Logger, _topics);
    }

    private async Task HandleAsync(IncomingMessage message)
    {
        if (Read(message) is not { } notification)
        {
            return;
        }

        if (PriorityNames.TryParse(notification.Priority) is not { } priority)
        {
            NotificationLog.UnknownPriority(_bus.Logger, notification.EventType, notification.Priority);
            message.Accept();
            return;
        }

        var topic = TopicOf(message.Topic);
        var started = Metrics.ProcessDuration.Enabled ? Stopwatch.GetTimestamp() : 0;
        using var activity = Activities.StartProcess(topic, message.Trace);
        var result = await DispatchAsync(notification, priority, topic, activity).ConfigureAwait(false);
        if (result == NotificationResult.Requeue)
        {
            message.Release();
        }
        else
        {
            message.Accept();
        }

        var tag = new KeyValuePair<string, object?>(TelemetryNames.Destination, topic);
        Metrics.ConsumedMessages.Add(1, tag);
        if (started != 0)
        {
            Metrics.ProcessDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, tag);
        }
    }

    /// <summary>Every endpoint that wants the notification gets it, until one asks for it to come again.</summary>
    private async Task<NotificationResult> DispatchAsync(
        NotificationMessage notification, NotificationPriority priority, string topic, Activity? activity)
    {
        foreach (var endpoint in _endpoints)
        {
            if (endpoint.Topic != topic || !endpoint.Handlers.TryGetValue(priority, out var handler))
            {
                continue;
            }

            try
            {
                if (!endpoint.Filter.Matches(notification))
                {
                    continue;
                }

                var scope = _scopes.Begin();
                await using (scope.ConfigureAwait(false))
                {
                    var invocation = new NotificationInvocation(notification, priority, _settings.Json, _stopped.Token);
                    if (await handler(scope.Resolve(endpoint.EndpointType), invocation).ConfigureAwait(false) == NotificationResult.Requeue)
                    {
                        return NotificationResult.Requeue;
                    }
                }
            }
#pragma warning disable CA1031 // What a handler throws decides about its message and about nothing else.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                NotificationLog.HandlerFailed(_bus.Logger, notification.EventType, failure);
                Activities.Fail(activity, failure);
                if (endpoint.RequeueOnFailure)
                {
                    return NotificationResult.Requeue;
                }
            }
        }

        return NotificationResult.Handled;
    }

    /// <summary>The notification, or null when it cannot be read: then it is rejected, which its sender gets to know.</summary>
    private NotificationMessage? Read(IncomingMessage message)
    {
        try
        {
            return NotificationReader.Read(message.ReadBody() ?? throw new WireFormatException("The message has no body."));
        }
        catch (WireFormatException malformed)
        {
            message.Reject("amqp:decode-error", malformed.Message);
            Metrics.RejectedMessages.Add(1);
            NotificationLog.Malformed(_bus.Logger, message.Address, malformed.Message);
            return null;
        }
    }

    /// <summary>The topic without the priority that its address ends in.</summary>
    private static string TopicOf(string topic) => topic[..topic.LastIndexOf('.')];
}
