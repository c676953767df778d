namespace Amqp1.Bus.Context;

/// <summary>Bounded waits that return their result instead of throwing, and waits that may be abandoned.</summary>
internal static class Waiting
{
    /// <summary>Returns the task. If it fails when nothing awaits it any more, its failure is ignored.</summary>
    public static Task<T> IgnoreLateFault<T>(Task<T> task)
    {
        Observe(task);
        return task;
    }

    /// <inheritdoc cref="IgnoreLateFault{T}" />
    public static Task IgnoreLateFault(Task task)
    {
        Observe(task);
        return task;
    }

    /// <summary>
    /// Waits for a task. Returns false if the limit passes or the token is cancelled first; the task then continues. Throws the exception of
    /// a task that fails.
    /// </summary>
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

    private static void Observe(Task task) => task.ContinueWith(
        static ended => _ = ended.Exception,
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);
}
