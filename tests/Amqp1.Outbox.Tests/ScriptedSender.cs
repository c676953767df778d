using System.Collections.Concurrent;
using System.Threading.Channels;
using Amqp1.Dialects;
using Amqp1.Notifications;

namespace Amqp1.Outbox.Tests;

/// <summary>A bus that accepts or refuses notifications as the test says.</summary>
internal sealed class ScriptedSender(Func<string, Exception?> refuse) : IQueuedSender
{
    private readonly Channel<string> _accepted = Channel.CreateUnbounded<string>();
    private int _attempts;
    private int _composed;

    /// <summary>The number of attempts so far.</summary>
    public int Attempts => Volatile.Read(ref _attempts);

    /// <summary>The IDs of every attempt, in order.</summary>
    public ConcurrentQueue<string> Ids { get; } = new();

    public NotificationMessage Compose(NotificationPriority priority, string eventType, object? payload, MessagingContext context) => new(
        $"id-{Interlocked.Increment(ref _composed)}", "publisher", eventType, "INFO", "{}"u8.ToArray(), "now", context.Utf8Json);

    public Task SendAsync(EnqueuedNotification notification)
    {
        var name = notification.Message.EventType!;
        Ids.Enqueue(notification.Message.MessageId!);
        var refused = refuse(name);
        Interlocked.Increment(ref _attempts);
        if (refused is not null)
        {
            return Task.FromException(refused);
        }

        _accepted.Writer.TryWrite(name);
        return Task.CompletedTask;
    }

    /// <summary>Returns the next accepted notification.</summary>
    public ValueTask<string> AcceptedAsync(CancellationToken cancel) => _accepted.Reader.ReadAsync(cancel);

    /// <summary>Returns the next accepted notification if there is one already.</summary>
    public string? Accepted() => _accepted.Reader.TryRead(out var name) ? name : null;
}
