using Amqp1.Bus;
using Amqp1.Bus.Local;
using Amqp1.Bus.Sending;
using Amqp1.Diagnostics;
using Amqp1.Notifications;
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
    ILogger<MessagingServers> logger)
{
    private readonly SafeLogger _logger = SafeLogger.Wrap(logger);

    private readonly Lazy<RpcServer[]> _rpc = new(() =>
        [.. table.Rpc.GroupBy(endpoint => TargetOf(endpoint, options)).Select(group => backends.Rpc.CreateRpcServer(group.Key, [.. group], scopes))]);

    private readonly Lazy<NotificationListener[]> _notifications = new(() =>
        table.Notifications.Count == 0 ? [] : [backends.Notifications.CreateNotificationListener(table.Notifications, scopes)]);

    private int _isDraining;

    /// <summary>The links of all RPC servers.</summary>
    public ServerLinks RpcLinks => Sum(_rpc.Value.Select(server => new ServerLinks(server.Links.Attached, server.Links.Needed, server.HasListened)));

    /// <summary>The links of the listener.</summary>
    public ServerLinks NotificationLinks =>
        Sum(_notifications.Value.Select(listener => new ServerLinks(listener.Links.Attached, listener.Links.Needed, listener.HasListened)));

    /// <summary>Starts all servers and the listener. Returns at once.</summary>
    public void Start()
    {
        foreach (var server in _rpc.Value)
        {
            server.Start();
        }

        foreach (var group in table.Rpc.GroupBy(endpoint => TargetOf(endpoint, options)))
        {
            HiddenMethods.Log(_logger, group.Key, [.. group]);
        }

        foreach (var listener in _notifications.Value)
        {
            listener.Start();
        }

        LogEndpoints();
    }

    /// <summary>Completes when all links have been attached.</summary>
    public Task WaitUntilListeningAsync(CancellationToken cancel) => Task.WhenAll(
        [.. _rpc.Value.Select(server => server.WaitUntilListeningAsync(cancel)), .. _notifications.Value.Select(listener => listener.WaitUntilListeningAsync(cancel))]);

    /// <summary>
    /// Stops accepting messages from other processes and releases messages that are not started. Messages that this process sends to itself
    /// are served until <see cref="EndAsync"/>. From now on, methods and handlers may run for the drain timeout, or until the token is
    /// cancelled. Returns at once.
    /// </summary>
    public void BeginStop(CancellationToken cancel)
    {
        if (Interlocked.Exchange(ref _isDraining, 1) != 0)
        {
            return;
        }

        HostingLog.Draining(_logger, _rpc.Value.Length, _notifications.Value.Length);
        foreach (var server in _rpc.Value)
        {
            server.BeginStop(limit.Of(backends.Rpc.Options.Rpc.DrainTimeout), cancel, local);
        }

        foreach (var listener in _notifications.Value)
        {
            listener.BeginStop(limit.Of(backends.Notifications.ListenerDrainTimeout), cancel, local);
        }
    }

    /// <summary>
    /// Completes when no method and no handler runs, or a short time after their tokens were cancelled. Messages that later-stopping
    /// services send to this process are still served.
    /// </summary>
    public Task WaitUntilIdleAsync(CancellationToken cancel)
    {
        BeginStop(cancel);
        local.Hurry();
        return Task.WhenAll(
            [.. _rpc.Value.Select(server => server.WaitUntilIdleAsync(cancel)), .. _notifications.Value.Select(listener => listener.WaitUntilIdleAsync(cancel))]);
    }

    /// <summary>Stops the servers and the listener when the running methods and handlers have ended. A second call waits for the first.</summary>
    public async Task EndAsync(CancellationToken cancel)
    {
        await WaitUntilIdleAsync(cancel).ConfigureAwait(false);
        await Task.WhenAll(
            [.. _rpc.Value.Select(server => server.EndStopAsync(cancel)), .. _notifications.Value.Select(listener => listener.EndStopAsync(cancel))]).ConfigureAwait(false);
    }

    private static ServerLinks Sum(IEnumerable<ServerLinks> links) => links.Aggregate(ServerLinks.None, (sum, next) => sum + next);

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
