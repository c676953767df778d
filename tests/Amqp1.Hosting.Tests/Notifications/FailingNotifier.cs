using Amqp1.Notifications;

namespace Amqp1.Hosting.Tests.Notifications;

/// <summary>A notifier that cannot deliver the first notifications.</summary>
internal sealed class FailingNotifier(int failures, Exception? failure = null) : INotifier
{
    public List<string> Seen { get; } = [];

    public bool IsEnabled => true;

    public INotifier Prepare(string? publisherId = null, int? retry = null) => this;

    public Task NotifyAsync(NotificationPriority priority, string eventType, object? payload, MessagingContext? context = null, CancellationToken cancel = default)
    {
        Seen.Add(eventType);
        return Seen.Count <= failures ? Task.FromException(failure ?? new MessagingException("no bus")) : Task.CompletedTask;
    }

    public bool Enqueue(NotificationPriority priority, string eventType, object? payload, MessagingContext? context = null) => false;
}
