using Amqp1.Diagnostics;
using Amqp1.Hosting.Internal;
using Amqp1.Notifications;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Amqp1.Hosting.Notifications;

/// <summary>Sends the notifications of a queue while the host runs. When the host stops, the remaining notifications get five seconds.</summary>
internal sealed class NotificationQueueService(
    NotificationQueue queue, INotifier notifier, TimeProvider time, ILogger<NotificationQueueService> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(5);

    private readonly SafeLogger _logger = SafeLogger.Wrap(logger);
    private readonly CancellationTokenSource _given = new();
    private Task _sending = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Runs outside the startup path, and without the activity and the scopes of the code that starts the host.
        _sending = Task.Run(() => SendAsync(_given.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Complete();
        try
        {
            await _sending.WaitAsync(FlushLimit, time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception over) when (over is TimeoutException or OperationCanceledException)
        {
            // The token may be cancelled although no notification is left.
            if (queue.Unsent is > 0 and var unsent)
            {
                HostingLog.NotificationsLeft(_logger, unsent, queue.Name);
            }

            await _given.CancelAsync().ConfigureAwait(false);
            await _sending.ConfigureAwait(false);
        }

        if (queue.Dropped > 0)
        {
            HostingLog.NotificationsDropped(_logger, queue.Name, queue.Dropped);
        }
    }

    public void Dispose() => _given.Dispose();

    private async Task SendAsync(CancellationToken cancel)
    {
        try
        {
            await queue
                .SendAllAsync(notifier, failure => HostingLog.QueuedNotificationFailed(_logger, queue.Name, failure), cancel)
                .ConfigureAwait(false);
        }
#pragma warning disable CA1031 // An exception of the notifier after the cancellation is a result of the cancellation.
        catch (Exception) when (cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            // The host no longer waits; StopAsync has logged it.
        }
    }
}
