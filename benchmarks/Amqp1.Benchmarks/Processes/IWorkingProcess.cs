namespace Amqp1.Benchmarks.Processes;

/// <summary>A process whose share of the work is measured.</summary>
internal interface IWorkingProcess : IAsyncDisposable
{
    /// <summary>The CPU time it has used since it started.</summary>
    TimeSpan CpuTime { get; }
}
