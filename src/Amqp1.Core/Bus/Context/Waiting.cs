using Amqp1.Wire;
using Microsoft.Extensions.Logging;

namespace Amqp1.Bus.Context;

/// <summary>Bounded waits that return their result instead of throwing, and waits that may be abandoned.</summary>
internal static class Waiting
{
    /// <summary>Returns the task and marks its failure as observed, even if the task is no longer awaited.</summary>
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
    /// Cancels a token and waits for the callbacks registered with it. These callbacks are foreign code: their exceptions are logged, and
    /// the wait ends after the limit.
    /// </summary>
    public static async Task CancelAsync(CancellationTokenSource source, TimeSpan limit, TimeProvider time, ILogger logger)
    {
        try
        {
            await EndsWithinAsync(MayBeLeft(source.CancelAsync()), limit, time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (AggregateException failure)
        {
            CallbackLog.CallbackFailed(logger, failure);
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
