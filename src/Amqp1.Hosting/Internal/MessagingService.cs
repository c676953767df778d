using Amqp1.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Amqp1.Hosting.Internal;

/// <summary>
/// Messaging in the life of the host. Up: connect, then, when every other service has started, serve. Down: not ready and nothing
/// taken any more, before any service stops; servers and listeners end what they have begun; then, when every other service has stopped,
/// the connections close. Reads top to bottom.
/// </summary>
internal sealed class MessagingService(
    MessagingBackends backends,
    MessagingServers servers,
    MessagingReadiness readiness,
    ConfigurationProblems problems,
    IOptions<Amqp1HostingOptions> options,
    ILogger<MessagingService> logger,
    string? key = null) : IHostedLifecycleService
{
    private readonly SafeLogger _logger = SafeLogger.Wrap(logger);

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (var problem in problems.Find())
        {
            HostingLog.ConfigurationProblem(_logger, problem);
        }

        backends.MakeFilters();
        EffectiveSettings.Log(_logger, backends, key);
        return Task.CompletedTask;
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var transport in backends.All)
        {
            transport.Start();
        }

        if (options.Value.WaitForConnection)
        {
            await Task.WhenAll(backends.All.Select(transport => transport.WaitForConnectionAsync(cancellationToken))).ConfigureAwait(false);
        }
    }

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        servers.Start();
        if (options.Value.WaitForConnection)
        {
            await servers.WaitUntilListeningAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        // Services that were added later stop before this one, web servers among them: what were taken meanwhile would have to be
        // done in what time they leave.
        readiness.Stop();
        servers.BeginStop(cancellationToken);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => servers.StopAsync(cancellationToken);

    public Task StoppedAsync(CancellationToken cancellationToken) => backends.StopAsync();
}
