namespace Amqp1.Notifications;

/// <summary>Emits notifications.</summary>
/// <remarks>Thread-safe.</remarks>
public interface INotifier
{
    /// <summary>
    /// Whether notifications go anywhere: false when no driver is configured, or only <c>noop</c>. Then a payload that is costly to
    /// gather need not be gathered.
    /// </summary>
    bool IsEnabled { get; }

    /// <summary>A notifier with other settings, over the same drivers; what is null stays as it is. This one stays as it was.</summary>
    /// <param name="publisherId">Who emits, such as <c>compute.host-7</c>.</param>
    /// <param name="retry">
    /// How often a notification that is returned or loses its link is sent again: 0 for never, -1 for as often as the send timeout
    /// allows.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="retry"/> is below -1.</exception>
    INotifier Prepare(string? publisherId = null, int? retry = null);

    /// <summary>
    /// Emits a notification to every driver of the notifier. Completes when all have it: the drivers <c>messaging</c> and
    /// <c>messagingv2</c> when the intermediary has accepted it for every topic, a router when a listener took it, a broker when it
    /// is stored.
    /// </summary>
    /// <param name="priority">The priority.</param>
    /// <param name="eventType">What happened, such as <c>compute.instance.create.end</c>.</param>
    /// <param name="payload">What there is to say about it; it is written as JSON before this returns.</param>
    /// <param name="context">The request context to send along; null for none.</param>
    /// <param name="cancel">Ends the wait and withdraws what has not left.</param>
    /// <exception cref="MessageDeliveryException">
    /// It was not accepted within the send timeout (30 seconds by default), or the retries are used up. It is logged as well, so a
    /// service that does not want to wait for its notifications need not look at the task.
    /// </exception>
    /// <exception cref="NotSupportedException">The JSON options have no metadata for the type of the payload, as under AOT without a context that names it.</exception>
    /// <exception cref="OperationCanceledException">
    /// The token fired. If it did so while the message was under way, the inner exception is a <see cref="MessageDeliveryException"/> whose
    /// <see cref="MessageDeliveryException.InDoubt"/> tells whether the message may have left.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The transport was stopped.</exception>
    Task NotifyAsync(NotificationPriority priority, string eventType, object? payload, MessagingContext? context = null, CancellationToken cancel = default);
}
