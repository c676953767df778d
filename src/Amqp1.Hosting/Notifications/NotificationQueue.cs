using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Amqp1.Diagnostics;
using Amqp1.Notifications;
using Microsoft.Extensions.Logging.Abstractions;

namespace Amqp1.Hosting.Notifications;

/// <summary>
/// A bounded queue of notifications that no caller awaits. If the bus is slow or not connected and the queue is full, further notifications
/// are dropped and counted. The notifications are sent in order, one at a time. Thread-safe.
/// </summary>
internal sealed class NotificationQueue
{
    private readonly string _name;
    private readonly Channel<QueuedNotification> _channel;
    private long _dropped;
    private int _unsent;

    /// <param name="name">The name of the queue in metrics and logs.</param>
    /// <param name="capacity">The maximum number of waiting notifications.</param>
    public NotificationQueue(string name, int capacity)
    {
        _name = name;
        _channel = Channel.CreateBounded<QueuedNotification>(new BoundedChannelOptions(capacity) { SingleReader = true });
    }

    public string Name => _name;

    /// <summary>The number of dropped notifications.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>The number of notifications that wait or are being sent.</summary>
    public int Unsent => Volatile.Read(ref _unsent);

    /// <summary>Adds a notification. Returns false if it was dropped.</summary>
    public bool TryAdd(NotificationPriority priority, string eventType, JsonObject payload)
    {
        Interlocked.Increment(ref _unsent);
        if (_channel.Writer.TryWrite(new QueuedNotification(priority, eventType, payload)))
        {
            return true;
        }

        Interlocked.Decrement(ref _unsent);
        Interlocked.Increment(ref _dropped);

        // An exception of a metrics listener is not logged, because the log record could become a notification of this queue.
        Metrics.Add(Metrics.DroppedNotifications, 1, new TagList { { TelemetryNames.NotificationSource, _name } }, NullLogger.Instance);
        return false;
    }

    /// <summary>Closes the queue for further notifications.</summary>
    public void Complete() => _channel.Writer.TryComplete();

    /// <summary>
    /// Sends the notifications in the queue and those that are added later. Completes when all of them are sent after
    /// <see cref="Complete"/>. A failure affects only its own notification.
    /// </summary>
    /// <param name="notifier">The notifier, which logs every <see cref="MessagingException"/> itself.</param>
    /// <param name="onFailed">Receives every other exception of the notifier or of a filter. It must not throw.</param>
    /// <param name="cancel">Cancels waiting and sending with <see cref="OperationCanceledException"/>.</param>
    public async Task SendAllAsync(INotifier notifier, Action<Exception> onFailed, CancellationToken cancel)
    {
        await foreach (var next in _channel.Reader.ReadAllAsync(cancel).ConfigureAwait(false))
        {
            try
            {
                await notifier.NotifyAsync(next.Priority, next.EventType, next.Payload, cancel: cancel).ConfigureAwait(false);
            }
            catch (MessagingException)
            {
                // The notifier has logged the exception. Sending continues with the next notification.
            }
#pragma warning disable CA1031 // Notifiers and filters of the application may throw any exception; sending continues with the next notification.
            catch (Exception failure) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
            {
                onFailed(failure);
            }

            Interlocked.Decrement(ref _unsent);
        }
    }
}
