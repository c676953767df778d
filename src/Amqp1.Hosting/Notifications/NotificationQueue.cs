using System.Text.Json.Nodes;
using System.Threading.Channels;
using Amqp1.Diagnostics;
using Amqp1.Notifications;

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

    /// <summary>Takes a notification; false when it was dropped.</summary>
    public bool TryAdd(NotificationPriority priority, string eventType, JsonObject payload)
    {
        if (_channel.Writer.TryWrite(new QueuedNotification(priority, eventType, payload)))
        {
            return true;
        }

        Interlocked.Increment(ref _dropped);
        Metrics.DroppedNotifications.Add(1, new KeyValuePair<string, object?>(TelemetryNames.NotificationSource, _name));
        return false;
    }

    /// <summary>Takes no more.</summary>
    public void Complete() => _channel.Writer.TryComplete();

    /// <summary>Sends what is there and what comes; completes when all is sent after <see cref="Complete"/>. A failure is logged by the notifier.</summary>
    public async Task SendAllAsync(INotifier notifier, CancellationToken cancel)
    {
        await foreach (var next in _channel.Reader.ReadAllAsync(cancel).ConfigureAwait(false))
        {
            try
            {
                await notifier.NotifyAsync(next.Priority, next.EventType, next.Payload, cancel: cancel).ConfigureAwait(false);
            }
            catch (MessagingException)
            {
                // The notifier has logged it; the next may have more luck.
            }
        }
    }
}
