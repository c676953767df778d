namespace Amqp1.PoolProcess;

/// <summary>The thread pool of this process. It has only a few threads, so that all of them can be blocked.</summary>
internal static class Pool
{
    private static readonly ManualResetEventSlim Gate = new();
    private static readonly int Threads = Limit();
    private static int _blocked;

    /// <summary>Blocks each thread of the pool as soon as it is free.</summary>
    public static void Fill()
    {
        for (var i = 0; i < Threads; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static _ => Block(), null);
        }
    }

    /// <summary>
    /// Blocks the calling thread of the pool. Writes <c>blocked</c> when no thread is left, so that no work item can run any more.
    /// </summary>
    public static void Block()
    {
        if (Interlocked.Increment(ref _blocked) == Threads)
        {
            Console.WriteLine("blocked");
        }

        Gate.Wait();
    }

    /// <summary>Releases all blocked threads.</summary>
    public static void Release() => Gate.Set();

    /// <summary>Limits the pool and returns its size. The pool never has fewer threads than the machine has processors.</summary>
    private static int Limit()
    {
        var threads = Math.Max(2, Environment.ProcessorCount);
        ThreadPool.GetMaxThreads(out _, out var completionPorts);
        return ThreadPool.SetMaxThreads(threads, completionPorts) ? threads : throw new InvalidOperationException("The pool cannot be limited.");
    }
}
