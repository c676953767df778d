namespace Amqp1.Notifications;

/// <summary>
/// Provides one method per priority, like the notifier of oslo.messaging. Each completes and throws as <see cref="INotifier.NotifyAsync"/>
/// does.
/// </summary>
public static class NotifierExtensions
{
    /// <summary>Emits a notification with the priority audit.</summary>
    public static Task AuditAsync(this INotifier notifier, string eventType, object? payload, MessagingContext? context = null, CancellationToken cancel = default) =>
        notifier.NotifyAsync(NotificationPriority.Audit, eventType, payload, context, cancel);

    /// <summary>Emits a notification with the priority debug.</summary>
    public static Task DebugAsync(this INotifier notifier, string eventType, object? payload, MessagingContext? context = null, CancellationToken cancel = default) =>
        notifier.NotifyAsync(NotificationPriority.Debug, eventType, payload, context, cancel);

    /// <summary>Emits a notification with the priority info.</summary>
    public static Task InfoAsync(this INotifier notifier, string eventType, object? payload, MessagingContext? context = null, CancellationToken cancel = default) =>
        notifier.NotifyAsync(NotificationPriority.Info, eventType, payload, context, cancel);

    /// <summary>Emits a notification with the priority warn.</summary>
    public static Task WarnAsync(this INotifier notifier, string eventType, object? payload, MessagingContext? context = null, CancellationToken cancel = default) =>
        notifier.NotifyAsync(NotificationPriority.Warn, eventType, payload, context, cancel);

    /// <summary>Emits a notification with the priority error.</summary>
    public static Task ErrorAsync(this INotifier notifier, string eventType, object? payload, MessagingContext? context = null, CancellationToken cancel = default) =>
        notifier.NotifyAsync(NotificationPriority.Error, eventType, payload, context, cancel);

    /// <summary>Emits a notification with the priority critical.</summary>
    public static Task CriticalAsync(this INotifier notifier, string eventType, object? payload, MessagingContext? context = null, CancellationToken cancel = default) =>
        notifier.NotifyAsync(NotificationPriority.Critical, eventType, payload, context, cancel);

    /// <summary>Emits a notification with the priority sample.</summary>
    public static Task SampleAsync(this INotifier notifier, string eventType, object? payload, MessagingContext? context = null, CancellationToken cancel = default) =>
        notifier.NotifyAsync(NotificationPriority.Sample, eventType, payload, context, cancel);
}
