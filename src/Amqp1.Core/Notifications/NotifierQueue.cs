using System.Diagnostics;
using System.Threading.Channels;
using Amqp1.Bus.Context;
using Amqp1.Configuration;
using Amqp1.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Amqp1.Notifications;

/// <summary>
/// The bounded queue of notifications that their senders do not await. They are sent in order, one at a time, on the thread pool.
/// Thread-safe.
/// </summary>
internal sealed class NotifierQueue
{
    /// <summary>The name of the queue in metrics.</summary>
    public const string Name = "notifier";

    private readonly Channel<EnqueuedNotification> _channel;
    private readonly int _capacity;
    private readonly NotificationQueueFullMode _mode;
    private readonly Func<string?> _instance;
    private readonly ILogger _logger;
    private readonly InFlightCount _unsent = new();
    private long _droppedNow;
    private int _isRunning;
    private volatile bool _isClosed;

    /// <param name="capacity">The maximum number of waiting notifications.</param>
    /// <param name="mode">What happens when the queue is full.</param>
    /// <param name="instance">Returns the name of the instance in metrics; null for none.</param>
    /// <param name="logger">The log, which does not throw.</param>
    public NotifierQueue(int capacity, NotificationQueueFullMode mode, Func<string?> instance, ILogger logger)
    {
        (_capacity, _mode, _instance, _logger) = (capacity, mode, instance, logger);
        _channel = Channel.CreateBounded<EnqueuedNotification>(
            new BoundedChannelOptions(capacity)
            {
                SingleReader = true,
                FullMode = mode == NotificationQueueFullMode.DropOldest ? BoundedChannelFullMode.DropOldest : BoundedChannelFullMode.Wait,
            },
            _ => OnDropped());
    }

    /// <summary>The number of notifications that wait or are being sent.</summary>
    public int Unsent => _unsent.Count;

    /// <summary>Adds a notification without waiting. Returns false if it was dropped.</summary>
    /// <exception cref="NotificationQueueFullException">The queue is full, and its mode is to refuse.</exception>
    /// <exception cref="ObjectDisposedException">The queue is closed.</exception>
    public bool Add(EnqueuedNotification notification)
    {
        _unsent.Enter();
        if (_channel.Writer.TryWrite(notification))
        {
            Start();
            return true;
        }

        if (_isClosed)
        {
            _unsent.Leave();
            throw new ObjectDisposedException("MessagingTransport");
        }

        OnDropped();
        return _mode == NotificationQueueFullMode.Refuse ? throw new NotificationQueueFullException(_capacity) : false;
    }

    /// <summary>Completes when every notification that was added has been sent, has failed or was dropped.</summary>
    public Task FlushAsync(CancellationToken cancel) => _unsent.Idle.WaitAsync(cancel);

    /// <summary>Closes the queue. Notifications that still wait are not sent; their number is logged.</summary>
    public void Close()
    {
        if (_isClosed)
        {
            return;
        }

        var unsent = Unsent;
        _isClosed = true;
        _channel.Writer.TryComplete();
        if (unsent > 0)
        {
            NotificationLog.QueueNotSent(_logger, unsent);
        }
    }

    /// <summary>Counts a dropped notification. The first one since the queue was full is logged.</summary>
    private void OnDropped()
    {
        _unsent.Leave();
        var tags = new TagList { { TelemetryNames.NotificationSource, Name } };
        Metrics.AddInstance(ref tags, _instance());
        Metrics.Add(Metrics.DroppedNotifications, 1, tags, _logger);
        if (Interlocked.Increment(ref _droppedNow) == 1)
        {
            NotificationLog.QueueFull(_logger, _capacity, _mode);
        }
    }

    /// <summary>Starts the task that sends, with the first notification, so that programs that enqueue none have no such task.</summary>
    private void Start()
    {
        if (Volatile.Read(ref _isRunning) == 0 && Interlocked.Exchange(ref _isRunning, 1) == 0)
        {
            // The task belongs to no operation of the application, so it does not flow the execution context.
            ThreadPool.UnsafeQueueUserWorkItem(static queue => _ = queue.SendAllAsync(), this, preferLocal: false);
        }
    }

    private async Task SendAllAsync()
    {
        await foreach (var next in _channel.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            // Under lasting overload, the queue is full again after each notification. That is one incident, not one for each.
            if (_channel.Reader.Count <= _capacity / 2 && Interlocked.Exchange(ref _droppedNow, 0) is > 0 and var dropped)
            {
                NotificationLog.QueueHasRoom(_logger, dropped);
            }

            if (!_isClosed)
            {
                await SendAsync(next).ConfigureAwait(false);
            }

            _unsent.Leave();
        }
    }

    private async Task SendAsync(EnqueuedNotification next)
    {
        try
        {
            await next.SendAsync().ConfigureAwait(false);
        }
        catch (MessagingException)
        {
            // The driver has logged the exception. Sending continues with the next notification.
        }
#pragma warning disable CA1031 // Filters and drivers may throw any exception; sending continues with the next notification.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            NotificationLog.QueuedFailed(_logger, next.Message.EventType, failure);
        }
    }
}
