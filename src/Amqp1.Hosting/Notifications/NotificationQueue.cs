using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Amqp1.Diagnostics;
using Amqp1.Notifications;
using Microsoft.Extensions.Logging.Abstractions;

namespace Amqp1.Hosting.Notifications;

/// <summary>
/// Notifications that nobody waits for, in a bounded queue: what does not fit, because the bus is slow or away, is dropped and
/// counted. One notification is sent at a time, in order. Thread-safe.
/// </summary>
internal sealed class NotificationQueue
{
    private readonly string _name;
    private readonly Channel<QueuedNotification> _channel;
    private long _dropped;
    private int _unsent;

    /// <param name="name">What is in it, for metrics and logs.</param>
    /// <param name="capacity">How many notifications may wait.</param>
    public NotificationQueue(string name, int capacity)
    {
        _name = name;
        _channel = Channel.CreateBounded<QueuedNotification>(new BoundedChannelOptions(capacity) { SingleReader = true });
    }

    public string Name => _name;

    /// <summary>How many did not fit.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>How many wait or are being sent.</summary>
    public int Unsent => Volatile.Read(ref _unsent);

    /// <summary>Takes a notification; false when it was dropped.</summary>
    public bool TryAdd(NotificationPriority priority, string eventType, JsonObject payload)
    {
        Interlocked.Increment(ref _unsent);
        if (_channel.Writer.TryWrite(new QueuedNotification(priority, eventType, payload)))
        {
            return true;
        }

        Interlocked.Decrement(ref _unsent);
        Interlocked.Increment(ref _dropped);

        // A listener's exception is not logged: the record might be a notification of this queue.
        Metrics.Add(Metrics.DroppedNotifications, 1, new TagList { { TelemetryNames.NotificationSource, _name } }, NullLogger.Instance);
        return false;
    }

    /// <summary>Takes no more.</summary>
    public void Complete() => _channel.Writer.TryComplete();

    /// <summary>
    /// Sends what is there and what comes; completes when all is sent after <see cref="Complete"/>. A failure concerns only its notification.
    /// </summary>
    /// <param name="notifier">The notifier. It logs a <see cref="MessagingException"/> by itself.</param>
    /// <param name="onFailed">Takes every other exception of the notifier, or of a filter. Must not throw.</param>
    /// <param name="cancel">Ends the wait and the sending; then this throws <see cref="OperationCanceledException"/>.</param>
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
                // The notifier has logged it; the next one is tried all the same.
            }
#pragma warning disable CA1031 // Notifiers and filters of the application may throw anything; the next notification may have more luck.
            catch (Exception failure) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
            {
                onFailed(failure);
            }

            Interlocked.Decrement(ref _unsent);
        }
    }
}
