using System.Diagnostics;

namespace Amqp1.Interop.Tests.Harness;

/// <summary>
/// Listens to the driver's activities of one trace. Activities of other traces are not seen, because tests run in parallel.
/// </summary>
internal sealed class Traces : IDisposable
{
    private readonly ActivityListener _listener;
    private readonly Activity _root = new("test");

    public Traces()
    {
        _root.SetIdFormat(ActivityIdFormat.W3C).Start();
        _root.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Amqp1Telemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> creation) =>
                creation.TraceId == _root.TraceId ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = Stopped.Add,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The activity that is the parent of all activities of the test.</summary>
    public Activity Root => _root;

    public Occurrences<Activity> Stopped { get; } = new();

    public Task<Activity> NextAsync(ActivityKind kind, CancellationToken cancel) =>
        Stopped.TakeAsync(activity => activity.Kind == kind).WaitAsync(Limits.Signal, cancel);

    public void Dispose()
    {
        _listener.Dispose();
        _root.Dispose();
    }
}
