namespace Amqp1.Benchmarks.Processes;

/// <summary>A process whose CPU time is part of the measurement.</summary>
internal interface IWorkingProcess : IAsyncDisposable
{
    /// <summary>The CPU time that the process has used since it started.</summary>
    TimeSpan CpuTime { get; }
}
