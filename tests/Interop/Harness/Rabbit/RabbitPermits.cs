namespace Amqp1.Interop.Tests.Harness.Rabbit;

/// <summary>
/// Limits how many brokers run at once. Each uses over 100 MB and needs seconds of a core to start. The limit leaves room for a cluster of
/// three beside the brokers that many tests share. Otherwise, a test with a broker of its own would wait until all those tests have ended.
/// </summary>
internal static class RabbitPermits
{
    private const int Most = 6;

    private static readonly SemaphoreSlim Free = new(Most, Most);
    private static readonly SemaphoreSlim Turn = new(1, 1);

    /// <summary>
    /// Waits until that many more brokers may run. Callers that need several permits wait in turn, so that two of them never wait for each
    /// other with half of their permits.
    /// </summary>
    public static async Task<IDisposable> TakeAsync(int count, CancellationToken cancel)
    {
        await Turn.WaitAsync(cancel);
        var taken = new Taken();
        try
        {
            for (; taken.Count < count; taken.Count++)
            {
                await Free.WaitAsync(cancel);
            }

            return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
        finally
        {
            Turn.Release();
        }
    }

    private sealed class Taken : IDisposable
    {
        public int Count { get; set; }

        public void Dispose()
        {
            if (Count > 0)
            {
                Free.Release(Count);
                Count = 0;
            }
        }
    }
}
