using Microsoft.Extensions.Hosting;

namespace Amqp1.Outbox;

/// <summary>
/// Sends the notifications of an outbox while the host runs. At the stop, it ends after the notification that is being sent; the others stay
/// in the database.
/// </summary>
internal sealed class OutboxService(OutboxTable table, OutboxSender sender) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _sending = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        table.Create();

        // Runs outside the startup path, and without the activity and the scopes of the code that starts the host.
        using (ExecutionContext.SuppressFlow())
        {
            _sending = Task.Run(() => sender.RunAsync(_stopping.Token), CancellationToken.None);
        }

        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stopping.Dispose();
}
