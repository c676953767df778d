namespace Amqp1.Notifications;

/// <summary>Emits notifications.</summary>
/// <remarks>Thread-safe.</remarks>
public interface INotifier
{
    /// <summary>
    /// Whether notifications are emitted: false when no driver is configured, or only <c>noop</c>. In that case callers need not collect a
    /// payload that is expensive.
    /// </summary>
    bool IsEnabled { get; }

    /// <summary>
    /// Returns a notifier with other settings that uses the same drivers. A setting whose argument is null keeps its value. This notifier
    /// does not change.
    /// </summary>
    /// <param name="publisherId">The ID of the publisher, such as <c>compute.host-7</c>.</param>
    /// <param name="retry">
    /// The maximum number of times that a notification is sent again when it is returned or loses its link: 0 for never, -1 for no limit
    /// within the send timeout.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="retry"/> is below -1.</exception>
    INotifier Prepare(string? publisherId = null, int? retry = null);

    /// <summary>
    /// Emits a notification to every driver of the notifier. Completes when all drivers have processed it. The drivers <c>messaging</c>
    /// and <c>messagingv2</c> have processed it when the intermediary has accepted it for every topic: a router accepts it when a listener
    /// has accepted it, a broker when it is stored.
    /// </summary>
    /// <param name="priority">The priority.</param>
    /// <param name="eventType">The type of the event, such as <c>compute.instance.create.end</c>.</param>
    /// <param name="payload">The data of the event. It is serialized as JSON before this method returns.</param>
    /// <param name="context">The request context to send; null for none.</param>
    /// <param name="cancel">Cancels the wait and withdraws messages that have not been sent.</param>
    /// <exception cref="NoListenerException">
    /// A router has had no listener for the topic and priority during the grace period (<c>Amqp1:Notifications:NoListenerGrace</c>, 15
    /// seconds by default).
    /// </exception>
    /// <exception cref="MessageDeliveryException">
    /// The notification was not accepted within the send timeout (30 seconds by default), or the retries are exhausted. The failure is
    /// also logged, so a service that does not wait for its notifications can ignore the task.
    /// </exception>
    /// <exception cref="NotSupportedException">
    /// The JSON options have no metadata for the type of the payload, for example under AOT without a context that contains it.
    /// </exception>
    /// <exception cref="OperationCanceledException">
    /// The token was cancelled. If that happened while the message was being sent, the inner exception is a
    /// <see cref="MessageDeliveryException"/> whose <see cref="MessageDeliveryException.InDoubt"/> indicates whether the message may have
    /// been sent.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The transport was stopped.</exception>
    Task NotifyAsync(NotificationPriority priority, string eventType, object? payload, MessagingContext? context = null, CancellationToken cancel = default);

    /// <summary>
    /// Adds a notification to a bounded queue and returns at once, without waiting for the bus. The notifications of the queue are sent in
    /// order, one at a time. A notification that cannot be sent within the send timeout is lost; the failure is logged. What is in the
    /// queue is lost if the process ends without a stop.
    /// </summary>
    /// <remarks>
    /// All notifiers of a transport share one queue. A host that stops sends what is in the queue before its connections close, as long as
    /// the shutdown timeout and <c>Amqp1:Notifications:DrainTimeout</c> allow; without a host,
    /// <c>MessagingTransport.FlushNotificationsAsync</c> does so.
    /// </remarks>
    /// <param name="priority">The priority.</param>
    /// <param name="eventType">The type of the event, such as <c>compute.instance.create.end</c>.</param>
    /// <param name="payload">The data of the event. It is serialized as JSON before this method returns.</param>
    /// <param name="context">The request context to send; null for none.</param>
    /// <returns>
    /// False if the queue is full (<c>Amqp1:Notifications:QueueCapacity</c>, 1000 by default) and the notification was dropped; otherwise
    /// true, also if an older notification was dropped for it (<c>Amqp1:Notifications:QueueFullMode</c>).
    /// </returns>
    /// <exception cref="NotificationQueueFullException">The queue is full, and its mode is <c>Refuse</c>.</exception>
    /// <exception cref="NotSupportedException">The JSON options have no metadata for the type of the payload.</exception>
    /// <exception cref="ObjectDisposedException">The transport was stopped.</exception>
    bool Enqueue(NotificationPriority priority, string eventType, object? payload, MessagingContext? context = null);
}
