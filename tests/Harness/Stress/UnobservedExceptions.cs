using System.Collections.Concurrent;

namespace Amqp1.Tests.Harness.Stress;

/// <summary>The exceptions of tasks that no code awaited, of the whole process, since this object was created.</summary>
internal sealed class UnobservedExceptions : IDisposable
{
    private readonly ConcurrentQueue<Exception> _all = new();

    public UnobservedExceptions()
    {
        // The exceptions that earlier tests have left do not count.
        Collect();
        TaskScheduler.UnobservedTaskException += OnUnobserved;
    }

    /// <summary>Returns all exceptions so far, including those of tasks that are not referenced any more.</summary>
    public IReadOnlyCollection<Exception> Collected()
    {
        Collect();
        return [.. _all];
    }

    public void Dispose() => TaskScheduler.UnobservedTaskException -= OnUnobserved;

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs unobserved) => _all.Enqueue(unobserved.Exception);
}
