using Amqp1.Notifications;

namespace Amqp1.Hosting.Tests.Notifications;

/// <summary>A notifier whose notifications end only when they are cancelled.</summary>
internal sealed class StuckNotifier : INotifier
{
    public bool IsEnabled => true;

    public INotifier Prepare(string? publisherId = null, int? retry = null) => this;

    public Task NotifyAsync(NotificationPriority priority, string eventType, object? payload, MessagingContext? context = null, CancellationToken cancel = default) =>
        new TaskCompletionSource().Task.WaitAsync(cancel);

    public bool Enqueue(NotificationPriority priority, string eventType, object? payload, MessagingContext? context = null) => false;
}
