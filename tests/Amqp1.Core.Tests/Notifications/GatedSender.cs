using System.Diagnostics;
using System.Threading.Channels;
using Amqp1.Dialects;
using Amqp1.Notifications;

namespace Amqp1.Core.Tests.Notifications;

/// <summary>A sender whose notifications end when the test says so.</summary>
internal sealed class GatedSender : IQueuedSender
{
    private readonly Channel<Exception?> _results = Channel.CreateUnbounded<Exception?>();
    private readonly Channel<string> _begun = Channel.CreateUnbounded<string>();
    private int _sending;

    /// <summary>The highest number of notifications that were being sent at the same time.</summary>
    public int Concurrent { get; private set; }

    public Activity? Activity { get; private set; }

    public static EnqueuedNotification Notification(IQueuedSender sender, string name, ExecutionContext? flow = null) => new(
        sender, new NotificationMessage(name, "publisher", name, "INFO", "{}"u8.ToArray(), "now", "{}"u8.ToArray()), NotificationPriority.Info, MessagingContext.Empty, flow);

    public NotificationMessage Compose(NotificationPriority priority, string eventType, object? payload, MessagingContext context) =>
        Notification(this, eventType).Message;

    public async Task SendAsync(EnqueuedNotification notification)
    {
        Activity = Activity.Current;
        Concurrent = Math.Max(Concurrent, Interlocked.Increment(ref _sending));
        _begun.Writer.TryWrite(notification.Message.EventType!);
        var failure = await _results.Reader.ReadAsync();
        Interlocked.Decrement(ref _sending);
        if (failure is not null)
        {
            throw failure;
        }
    }

    /// <summary>Ends the notification that is being sent, or the next one.</summary>
    public void End(Exception? failure = null) => _results.Writer.TryWrite(failure);

    /// <summary>Returns the name of the next notification when it begins to be sent.</summary>
    public ValueTask<string> BegunAsync(CancellationToken cancel) => _begun.Reader.ReadAsync(cancel);
}
