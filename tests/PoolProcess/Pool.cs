namespace Amqp1.PoolProcess;

/// <summary>The thread pool of this process: a few threads and no more, all of which can be blocked.</summary>
internal static class Pool
{
    private static readonly ManualResetEventSlim Gate = new();
    private static readonly int Threads = Limit();
    private static int _blocked;

    /// <summary>Blocks all threads of the pool, as soon as each is free.</summary>
    public static void Fill()
    {
        for (var i = 0; i < Threads; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static _ => Block(), null);
        }
    }

    /// <summary>Blocks the calling thread of the pool; writes <c>blocked</c> when none is left, so that nothing can run any more.</summary>
    public static void Block()
    {
        if (Interlocked.Increment(ref _blocked) == Threads)
        {
            Console.WriteLine("blocked");
        }

        Gate.Wait();
    }

    /// <summary>Lets all threads go on.</summary>
    public static void Release() => Gate.Set();

    /// <summary>The pool never has fewer threads than there are processors.</summary>
    private static int Limit()
    {
        var threads = Math.Max(2, Environment.ProcessorCount);
        ThreadPool.GetMaxThreads(out _, out var completionPorts);
        return ThreadPool.SetMaxThreads(threads, completionPorts) ? threads : throw new InvalidOperationException("The pool cannot be limited.");
    }
}
