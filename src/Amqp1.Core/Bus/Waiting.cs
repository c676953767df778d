namespace Amqp1.Bus;

/// <summary>Bounded waits that say how they ended instead of throwing, and waits that are given up.</summary>
internal static class Waiting
{
    /// <summary>The task, whose failure counts as seen even when nobody waits for it any longer.</summary>
    public static Task<T> MayBeLeft<T>(Task<T> task)
    {
        Observe(task);
        return task;
    }

    /// <inheritdoc cref="MayBeLeft{T}" />
    public static Task MayBeLeft(Task task)
    {
        Observe(task);
        return task;
    }

    /// <summary>
    /// Lets a token fire and waits for what is registered with it, which is code of others: its failures are logged, and one that does
    /// not end is left after the limit.
    /// </summary>
    public static async Task CancelAsync(CancellationTokenSource source, TimeSpan limit, MessageBus bus)
    {
        try
        {
            await EndsWithinAsync(MayBeLeft(source.CancelAsync()), limit, bus.Time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (AggregateException failure)
        {
            BusLog.CallbackFailed(bus.Logger, failure);
        }
    }

    private static void Observe(Task task) => task.ContinueWith(
        static ended => _ = ended.Exception,
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);

    public static async Task<bool> EndsWithinAsync(Task task, TimeSpan limit, TimeProvider time, CancellationToken cancel)
    {
        try
        {
            await task.WaitAsync(limit, time, cancel).ConfigureAwait(false);
            return true;
        }
        catch (Exception over) when (over is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }
}
