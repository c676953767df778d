using System.Threading.Channels;
using Amqp1.Notifications;
using Microsoft.Extensions.Logging;

namespace Amqp1.Outbox;

/// <summary>
/// Sends the notifications of an outbox in order, one at a time. A notification that fails is sent again after a delay; those behind it
/// wait.
/// </summary>
internal sealed class OutboxSender(OutboxTable table, IQueuedSender notifier, OutboxOptions options, TimeProvider time, ILogger logger)
{
    private const int BatchSize = 100;
    private const string TooLarge = "amqp:link:message-size-exceeded";

    private static readonly TimeSpan FirstRetryDelay = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly List<long> _undeleted = [];
    private long _sentUpTo;
    private int _attempts;
    private int _failures;

    /// <summary>Looks for notifications at once.</summary>
    public void Wake() => _wakes.Writer.TryWrite(true);

    /// <summary>Sends until the token is cancelled. Does not throw.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        OutboxLock? held = null;
        var isTold = false;
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                held ??= OutboxLock.TryTake(table.Path);
                if (held is null && !isTold)
                {
                    isTold = true;
                    OutboxLog.HeldByOther(logger, table.Path);
                }

                if (held is null || !await SendBatchAsync(cancel).ConfigureAwait(false))
                {
                    await WaitAsync(options.PollInterval, canBeWoken: true, cancel).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                break;
            }
#pragma warning disable CA1031 // Whatever fails is tried again after a delay: the bus, a filter, or the database.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                if (_failures++ == 0 && logger.IsEnabled(LogLevel.Warning))
                {
                    OutboxLog.Failed(logger, table.Path, Waiting(), failure);
                }

                await WaitAsync(RetryDelay(_failures), canBeWoken: false, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        held?.Dispose();
    }

    /// <summary>Returns the delay after a number of failures in a row: 1, 2, 4 … seconds, up to the maximum.</summary>
    private TimeSpan RetryDelay(int failures)
    {
        var delay = FirstRetryDelay * Math.Pow(2, Math.Min(failures - 1, 20));
        return delay < options.MaxRetryDelay ? delay : options.MaxRetryDelay;
    }

    /// <summary>Sends the next notifications. Returns false if there are none.</summary>
    private async Task<bool> SendBatchAsync(CancellationToken cancel)
    {
        // What was sent before the database failed must not be sent again only because it could not be deleted.
        Delete();
        var batch = table.Read(_sentUpTo, BatchSize);
        try
        {
            foreach (var next in batch)
            {
                await SendAsync(next, cancel).ConfigureAwait(false);
                _sentUpTo = next.Sequence;
            }
        }
        finally
        {
            // After a failure in the database, the next round deletes them.
            Delete();
        }

        OnSuccess();
        return batch.Count > 0;
    }

    private async Task SendAsync(StoredNotification next, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        try
        {
            _attempts++;
            await notifier.SendAsync(new EnqueuedNotification(notifier, next.Message, next.Priority, MessagingContext.FromUtf8(next.Message.Context), Flow: null))
                .WaitAsync(cancel).ConfigureAwait(false);
            _undeleted.Add(next.Sequence);
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested && IsFinal(failure))
        {
            table.SetAside(next.Sequence, failure.Message);
            OutboxLog.SetAside(logger, next.Message.MessageId!, next.Message.EventType!, table.Path, _attempts, failure);
        }

        _attempts = 0;
        OnSuccess();
    }

    /// <summary>Ends the incident that <see cref="OutboxLog.Failed"/> reported, if there is one.</summary>
    private void OnSuccess()
    {
        if (_failures > 0)
        {
            OutboxLog.Recovered(logger, table.Path, _failures);
            _failures = 0;
        }
    }

    private bool IsFinal(Exception failure) =>
        _attempts >= options.MaxAttempts || failure is MessageDeliveryException { InDoubt: false, Condition: TooLarge };

    private void Delete()
    {
        if (_undeleted.Count > 0)
        {
            table.Delete(_undeleted);
            _undeleted.Clear();
        }
    }

    private async Task WaitAsync(TimeSpan delay, bool canBeWoken, CancellationToken cancel)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var over = Task.Delay(delay, time, waiting.Token);
        await (canBeWoken ? Task.WhenAny(over, _wakes.Reader.WaitToReadAsync(waiting.Token).AsTask()) : over).ConfigureAwait(false);
        while (_wakes.Reader.TryRead(out _))
        {
        }

        await waiting.CancelAsync().ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
    }

    /// <summary>Returns the number of waiting notifications; -1 if the database cannot be read.</summary>
    private long Waiting()
    {
        try
        {
            return table.CountWaiting();
        }
        catch (Microsoft.Data.Sqlite.SqliteException)
        {
            return -1;
        }
    }
}
