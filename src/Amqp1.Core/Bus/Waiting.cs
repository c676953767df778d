namespace Amqp1.Bus;

/// <summary>Bounded waits that say how they ended instead of throwing.</summary>
internal static class Waiting
{
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
