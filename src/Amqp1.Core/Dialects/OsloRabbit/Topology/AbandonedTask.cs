namespace Amqp1.Dialects.OsloRabbit.Topology;

/// <summary>Marks failures as observed of tasks for which everyone may have stopped waiting.</summary>
internal static class AbandonedTask
{
    public static Task Observe(Task task)
    {
        task.ContinueWith(
            static ended => _ = ended.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return task;
    }
}
