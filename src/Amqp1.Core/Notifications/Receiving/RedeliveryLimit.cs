using Amqp1.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Amqp1.Notifications.Receiving;

/// <summary>
/// Settles notifications. One whose handlers have failed too often is sent to the dead-letter topic and accepted, so that it is not
/// delivered again and again. Thread-safe.
/// </summary>
/// <param name="maxDeliveries">The maximum number of deliveries.</param>
/// <param name="topic">The dead-letter topic, without a priority.</param>
/// <param name="send">Sends a notification to the dead-letter topic.</param>
/// <param name="instance">The name of the instance in metrics; null for none.</param>
/// <param name="logger">The log, which does not throw.</param>
internal sealed class RedeliveryLimit(
    int maxDeliveries, string topic, Func<ReceivedNotification, Task> send, string? instance, ILogger logger)
{
    /// <summary>The maximum number of notifications whose failed deliveries are remembered.</summary>
    public const int Capacity = 10_000;

    private readonly DeliveryCounts _counts = new(Capacity);

    /// <summary>
    /// Sends a notification to the dead-letter topic if its intermediary has counted too many deliveries, for example because the process
    /// has crashed each time. Returns false if the notification must be handled. Does not throw.
    /// </summary>
    public async ValueTask<bool> EndEarlyAsync(ReceivedNotification received)
    {
        var deliveries = received.Message.DeliveryCount;
        if (deliveries < maxDeliveries || IsDeadLetter(received))
        {
            return false;
        }

        await EndAsync(received, deliveries).ConfigureAwait(false);
        return true;
    }

    /// <summary>Settles a notification after its handlers. Does not throw.</summary>
    public async ValueTask SettleAsync(ReceivedNotification received, HandlingOutcome outcome)
    {
        if (outcome.Result == NotificationResult.Handled)
        {
            Forget(received);
            received.Settle(NotificationResult.Handled);
            return;
        }

        if (!outcome.IsAttempt || IsDeadLetter(received))
        {
            received.Settle(NotificationResult.Requeue);
            return;
        }

        // Some intermediaries count deliveries also for other listeners; for others, the count of this process is the only one.
        var counted = received.Notification.MessageId is null ? 0 : _counts.Add(NameOf(received));
        var deliveries = Math.Max(counted, received.Message.DeliveryCount + 1);
        if (deliveries < maxDeliveries)
        {
            received.Settle(NotificationResult.Requeue);
            return;
        }

        await EndAsync(received, deliveries).ConfigureAwait(false);
    }

    /// <summary>Names a notification. One that is sent to several topics has the same ID in each of them.</summary>
    private static string NameOf(ReceivedNotification received) =>
        $"{received.Message.NotificationTopic}\n{received.Message.Pool}\n{received.Notification.MessageId}";

    private void Forget(ReceivedNotification received)
    {
        if (!_counts.IsEmpty)
        {
            _counts.Remove(NameOf(received));
        }
    }

    /// <summary>A dead letter that fails again would be sent to its own topic without end.</summary>
    private bool IsDeadLetter(ReceivedNotification received) => ReceivedNotification.TopicOf(received.Message) == topic;

    private async Task EndAsync(ReceivedNotification received, long deliveries)
    {
        // A message whose link was lost cannot be accepted, and its peer may deliver it again.
        if (received.Message.IsLost)
        {
            return;
        }

        var (message, notification, _) = received;
        try
        {
            await send(received).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The notification is released, so that it is not lost.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            NotificationLog.NotDeadLettered(logger, PeerText.Clean(notification.EventType), PeerText.Clean(notification.MessageId), topic, failure);
            message.Release();
            return;
        }

        Forget(received);
        var from = ReceivedNotification.TopicOf(message);
        Metrics.CountDeadLettered(from, instance, logger);
        NotificationLog.DeadLettered(
            logger, PeerText.Clean(notification.EventType), PeerText.Clean(notification.MessageId), PeerText.Clean(from), topic, deliveries);

        // Comes last, so that everyone who sees the settlement also sees the metric and the log entry.
        message.Accept();
    }
}
