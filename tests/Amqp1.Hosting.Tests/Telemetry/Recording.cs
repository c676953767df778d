using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Amqp1.Hosting.Tests.Telemetry;

/// <summary>The spans and measurements of messaging in this process, recorded until it is disposed.</summary>
internal sealed class Recording : IDisposable
{
    private readonly ActivityListener _activities;
    private readonly MeterListener _metrics;
    private readonly Lock _gate = new();
    private readonly List<(Func<Activity, bool> Wanted, TaskCompletionSource<Activity> Found)> _waiting = [];
    private readonly List<Activity> _spans = [];

    public Recording()
    {
        _activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Amqp1Telemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = OnStopped,
        };
        ActivitySource.AddActivityListener(_activities);
        _metrics = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == Amqp1Telemetry.MeterName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        _metrics.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Measurements.Enqueue((instrument.Name, value, tags.ToArray())));
        _metrics.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Measurements.Enqueue((instrument.Name, value, tags.ToArray())));
        _metrics.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Measurements.Enqueue((instrument.Name, value, tags.ToArray())));
        _metrics.Start();
    }

    public ConcurrentQueue<(string Name, double Value, KeyValuePair<string, object?>[] Tags)> Measurements { get; } = new();

    public Activity[] Spans
    {
        get
        {
            lock (_gate)
            {
                return [.. _spans];
            }
        }
    }

    /// <summary>Reads the gauges.</summary>
    public void Collect() => _metrics.RecordObservableInstruments();

    /// <summary>Returns the first span that has ended and meets the condition, and waits for it if necessary.</summary>
    public async Task<Activity> SpanAsync(Func<Activity, bool> wanted, CancellationToken cancel)
    {
        var found = new TaskCompletionSource<Activity>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_spans.FirstOrDefault(wanted) is { } span)
            {
                return span;
            }

            _waiting.Add((wanted, found));
        }

        return await found.Task.WaitAsync(cancel);
    }

    public void Dispose()
    {
        _activities.Dispose();
        _metrics.Dispose();
    }

    private void OnStopped(Activity span)
    {
        lock (_gate)
        {
            _spans.Add(span);
            foreach (var (wanted, found) in _waiting)
            {
                if (wanted(span))
                {
                    found.TrySetResult(span);
                }
            }
        }
    }
}
