using Amqp1.Notifications;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Hosting.Tests.Notifications;

/// <summary>A service that enqueues notifications when it stops.</summary>
internal sealed class LastWords(INotifier notifier) : IHostedService
{
    public const int Count = 50;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken)
    {
        for (var n = 0; n < Count; n++)
        {
            notifier.Enqueue(NotificationPriority.Info, "good.bye", new Dictionary<string, int> { ["n"] = n });
        }

        return Task.CompletedTask;
    }
}
