using System.Collections.Concurrent;

namespace Amqp1.Tests.Harness.Stress;

/// <summary>Exceptions of tasks that nobody awaited, of the whole process, from its making on.</summary>
internal sealed class UnobservedExceptions : IDisposable
{
    private readonly ConcurrentQueue<Exception> _all = new();

    public UnobservedExceptions()
    {
        // What earlier tests have left behind is not meant.
        Collect();
        TaskScheduler.UnobservedTaskException += OnUnobserved;
    }

    /// <summary>All so far, those of tasks that nobody holds any more included.</summary>
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
