namespace Amqp1.Notifications;

/// <summary>One method per priority, as upstream's notifier has them. Each completes and throws as <see cref="INotifier.NotifyAsync"/>.</summary>
public static class NotifierExtensions
{
    /// <summary>Emits with priority audit.</summary>
    public static Task AuditAsync(this INotifier notifier, string eventType, object? payload, MessagingContext? context = null, CancellationToken cancel = default) =>
        notifier.NotifyAsync(NotificationPriority.Audit, eventType, payload, context, cancel);

    /// <summary>Emits with priority debug.</summary>
    public static Task DebugAsync(this INotifier notifier, string eventType, object? payload, MessagingContext? context = null, CancellationToken cancel = default) =>
        notifier.NotifyAsync(NotificationPriority.Debug, eventType, payload, context, cancel);

    /// <summary>Emits with priority info.</summary>
    public static Task InfoAsync(this INotifier notifier, string eventType, object? payload, MessagingContext? context = null, CancellationToken cancel = default) =>
        notifier.NotifyAsync(NotificationPriority.Info, eventType, payload, context, cancel);

    /// <summary>Emits with priority warn.</summary>
    public static Task WarnAsync(this INotifier notifier, string eventType, object? payload, MessagingContext? context = null, CancellationToken cancel = default) =>
        notifier.NotifyAsync(NotificationPriority.Warn, eventType, payload, context, cancel);

    /// <summary>Emits with priority error.</summary>
    public static Task ErrorAsync(this INotifier notifier, string eventType, object? payload, MessagingContext? context = null, CancellationToken cancel = default) =>
        notifier.NotifyAsync(NotificationPriority.Error, eventType, payload, context, cancel);

    /// <summary>Emits with priority critical.</summary>
    public static Task CriticalAsync(this INotifier notifier, string eventType, object? payload, MessagingContext? context = null, CancellationToken cancel = default) =>
        notifier.NotifyAsync(NotificationPriority.Critical, eventType, payload, context, cancel);

    /// <summary>Emits with priority sample.</summary>
    public static Task SampleAsync(this INotifier notifier, string eventType, object? payload, MessagingContext? context = null, CancellationToken cancel = default) =>
        notifier.NotifyAsync(NotificationPriority.Sample, eventType, payload, context, cancel);
}
