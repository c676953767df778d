using Amqp1.Bus;
using Amqp1.Bus.Local;
using Amqp1.Bus.Sending;
using Amqp1.Diagnostics;
using Amqp1.Rpc;
using Microsoft.Extensions.Logging;

namespace Amqp1.Hosting.Internal;

/// <summary>
/// The servers and the listener of an instance: an RPC server for each exchange, topic and server name of the endpoints, and a listener for
/// all notifications. Thread-safe.
/// </summary>
internal sealed class MessagingServers(
    MessagingBackends backends,
    EndpointTable table,
    ServiceEndpointScopes scopes,
    Amqp1HostingOptions options,
    LocalDelivery local,
    StopLimit limit,
    ILogger<MessagingServers> logger) : IMessagingPause, IDisposable
{
    private readonly SafeLogger _logger = SafeLogger.Wrap(logger);

    // Pauses and resumptions run one after another.
    private readonly SemaphoreSlim _turns = new(1, 1);
    private readonly Lock _gate = new();
    private ServerGeneration? _current;
    private Task _pausing = Task.CompletedTask;
    private bool _isDraining;

    /// <summary>Whether messaging is paused.</summary>
    public bool IsPaused => ReferenceEquals(Current, ServerGeneration.None);

    /// <summary>The links of all RPC servers.</summary>
    public ServerLinks RpcLinks => Current.RpcLinks;

    /// <summary>The links of the listener.</summary>
    public ServerLinks NotificationLinks => Current.NotificationLinks;

    private ServerGeneration Current
    {
        get
        {
            lock (_gate)
            {
                return _current ??= Make();
            }
        }
    }

    /// <summary>Starts all servers and the listener. Returns at once.</summary>
    public void Start()
    {
        Current.Start();
        foreach (var group in table.Rpc.GroupBy(endpoint => TargetOf(endpoint, options)))
        {
            HiddenMethods.Log(_logger, group.Key, [.. group]);
        }

        LogEndpoints();
    }

    /// <summary>Completes when all links have been attached.</summary>
    public Task WaitUntilListeningAsync(CancellationToken cancel) => Current.WaitUntilListeningAsync(cancel);

    /// <summary>
    /// Takes back the credit of all servers and of the listener, finishes what runs and detaches the links. Has no effect if they are
    /// paused, or if the host stops.
    /// </summary>
    public async Task PauseAsync(CancellationToken cancel)
    {
        await _turns.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            ServerGeneration paused;
            lock (_gate)
            {
                paused = _current ??= Make();
                if (_isDraining || ReferenceEquals(paused, ServerGeneration.None))
                {
                    return;
                }

                _current = ServerGeneration.None;
            }

            HostingLog.Paused(_logger, paused.Counts.Servers, paused.Counts.Listeners);
            await (_pausing = StopAsync(paused, cancel)).ConfigureAwait(false);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <summary>Serves and listens again. Completes when all links are attached. Has no effect if nothing is paused, or if the host stops.</summary>
    public async Task ResumeAsync(CancellationToken cancel)
    {
        await _turns.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            if (!IsPaused || Volatile.Read(ref _isDraining))
            {
                return;
            }

            // Started without a lock, because a start attaches links.
            var resumed = Make();
            resumed.Start();
            bool isLate;
            lock (_gate)
            {
                isLate = _isDraining;
                _current = isLate ? _current : resumed;
            }

            if (isLate)
            {
                await StopAsync(resumed, cancel).ConfigureAwait(false);
                return;
            }

            HostingLog.Resumed(_logger, resumed.Counts.Servers, resumed.Counts.Listeners);
            await resumed.WaitUntilListeningAsync(cancel).ConfigureAwait(false);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <summary>
    /// Stops accepting messages from other processes and releases messages that are not started. Messages that this process sends to itself
    /// are served until <see cref="EndAsync"/>. From now on, methods and handlers may run for the drain timeout, or until the token is
    /// cancelled. Returns at once.
    /// </summary>
    public void BeginStop(CancellationToken cancel)
    {
        ServerGeneration stopping;
        lock (_gate)
        {
            if (_isDraining)
            {
                return;
            }

            _isDraining = true;
            stopping = _current ??= Make();
        }

        HostingLog.Draining(_logger, stopping.Counts.Servers, stopping.Counts.Listeners);
        stopping.BeginStop(limit.Of(backends.Rpc.Options.Rpc.DrainTimeout), limit.Of(backends.Notifications.ListenerDrainTimeout), local, cancel);
    }

    /// <summary>
    /// Completes when no method and no handler runs, or a short time after their tokens were cancelled. Messages that later-stopping
    /// services send to this process are still served.
    /// </summary>
    public Task WaitUntilIdleAsync(CancellationToken cancel)
    {
        BeginStop(cancel);
        local.Hurry();
        return Task.WhenAll(Current.WaitUntilIdleAsync(cancel), Volatile.Read(ref _pausing));
    }

    /// <summary>Stops the servers and the listener when the running methods and handlers have ended. A second call waits for the first.</summary>
    public async Task EndAsync(CancellationToken cancel)
    {
        await WaitUntilIdleAsync(cancel).ConfigureAwait(false);
        await Current.EndStopAsync(cancel).ConfigureAwait(false);
    }

    public void Dispose() => _turns.Dispose();

    private async Task StopAsync(ServerGeneration generation, CancellationToken cancel)
    {
        generation.BeginStop(backends.Rpc.Options.Rpc.DrainTimeout, backends.Notifications.ListenerDrainTimeout, local: null, cancel);
        await generation.WaitUntilIdleAsync(cancel).ConfigureAwait(false);
        await generation.EndStopAsync(cancel).ConfigureAwait(false);
    }

    private ServerGeneration Make() => new(
        [.. table.Rpc.GroupBy(endpoint => TargetOf(endpoint, options)).Select(group => backends.Rpc.CreateRpcServer(group.Key, [.. group], scopes))],
        table.Notifications.Count == 0 ? [] : [backends.Notifications.CreateNotificationListener(table.Notifications, scopes)]);

    private static Target TargetOf(RpcEndpointDescriptor endpoint, Amqp1HostingOptions options) => new()
    {
        Exchange = endpoint.Target.Exchange,
        Topic = endpoint.Target.Topic,
        Server = endpoint.Target.Server ?? options.ServerName,
    };

    private void LogEndpoints()
    {
        if (!_logger.IsEnabled(LogLevel.Information))
        {
            return;
        }

        foreach (var endpoint in table.Rpc)
        {
            var target = TargetOf(endpoint, options);
            HostingLog.Serves(
                _logger, endpoint.EndpointType.Name, target.Topic!, target.Server!, endpoint.Target.Version ?? "1.0", string.Join(", ", endpoint.MethodNames.Order()));
        }

        foreach (var endpoint in table.Notifications)
        {
            var priorities = string.Join(", ", endpoint.Handlers.Keys.Concat(endpoint.BatchHandlers.Keys).Order());
            if (endpoint.Pool is { } pool)
            {
                HostingLog.HandlesInPool(_logger, endpoint.EndpointType.Name, endpoint.Topic, pool, priorities);
            }
            else
            {
                HostingLog.Handles(_logger, endpoint.EndpointType.Name, endpoint.Topic, priorities);
            }
        }
    }
}
