using Amqp1.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Amqp1.Hosting.Internal;

/// <summary>
/// Connects messaging when the host starts, and stops it with the host. At start the service connects, and serves messages when every other
/// service has started. At stop, before any service stops, it is no longer ready and accepts no messages from other processes. Messages
/// that this process sends to itself are served until every other service has stopped. Then the connections close.
/// </summary>
internal sealed class MessagingService(
    MessagingBackends backends,
    MessagingServers servers,
    MessagingReadiness readiness,
    ConfigurationProblems problems,
    ClientSettings clients,
    Closings closings,
    StartWait startWait,
    InstanceOptions options,
    ILogger<MessagingService> logger,
    string? key) : IHostedLifecycleService
{
    private readonly SafeLogger _logger = SafeLogger.Wrap(logger);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (var problem in problems.Find())
        {
            HostingLog.ConfigurationProblem(_logger, problem);
        }

        backends.MakeFilters();
        EffectiveSettings.Log(_logger, backends, clients, key);
        return Task.CompletedTask;
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        closings.Add(_closed.Task);
        foreach (var transport in backends.All)
        {
            transport.Start();
        }

        if (options.Hosting.WaitForConnection)
        {
            await startWait.ForAsync(
                Task.WhenAll(backends.All.Select(transport => transport.WaitForConnectionAsync(cancellationToken))),
                InstanceKey.SectionOf(key),
                () => string.Join(' ', backends.All.Where(transport => transport.Status.State != ConnectionState.Open).Select(NotConnected)),
                cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        servers.Start();
        if (options.Hosting.WaitForConnection)
        {
            await startWait.ForAsync(
                servers.WaitUntilListeningAsync(cancellationToken), InstanceKey.SectionOf(key), () => NotListening(servers.RpcLinks + servers.NotificationLinks), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        // Services that were added later, such as web servers, stop before this one. Requests accepted in the meantime would get only the
        // remaining shutdown time.
        readiness.Stop();
        servers.BeginStop(cancellationToken);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => servers.WaitUntilIdleAsync(cancellationToken);

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await servers.EndAsync(cancellationToken).ConfigureAwait(false);
            await backends.FlushNotificationsAsync(cancellationToken).ConfigureAwait(false);
            await backends.StopAsync().ConfigureAwait(false);
        }
        finally
        {
            _closed.TrySetResult();
        }
    }

    private static string NotConnected(MessagingTransport transport) =>
        $"{transport.Url} is not connected.{(transport.Status.LastError is { } error ? $" Last error: {error}" : "")}";

    private static string NotListening(ServerLinks links) =>
        $"{links.Attached} of {links.Needed} links of servers and listeners are attached; the log shows which ones were refused.";
}
