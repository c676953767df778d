using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Amqp1.Hosting.Tests.Replies;

/// <summary>A listener for spans and metrics of the driver that throws at the moments that a test chooses, until it is disposed.</summary>
internal sealed class BrokenListener : IDisposable
{
    private readonly ActivityListener _spans;
    private readonly MeterListener? _metrics;

    /// <param name="sampling">Whether it throws when it is asked about a span.</param>
    /// <param name="starting">Whether it throws when a span has begun.</param>
    /// <param name="stopping">Whether it throws when a span has ended.</param>
    /// <param name="measuring">Whether it throws at every measurement.</param>
    public BrokenListener(bool sampling = false, bool starting = false, bool stopping = false, bool measuring = false)
    {
        _spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Amqp1Telemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => Fail(sampling, ActivitySamplingResult.AllDataAndRecorded),
            ActivityStarted = _ => Fail(starting, true),
            ActivityStopped = _ => Fail(stopping, true),
        };
        ActivitySource.AddActivityListener(_spans);
        if (measuring)
        {
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
            _metrics.SetMeasurementEventCallback<double>((_, _, _, _) => Fail(true, 0));
            _metrics.SetMeasurementEventCallback<long>((_, _, _, _) => Fail(true, 0));
            _metrics.Start();
        }
    }

    public void Dispose()
    {
        _spans.Dispose();
        _metrics?.Dispose();
    }

    private static T Fail<T>(bool fails, T result) => fails ? throw new InvalidOperationException("The listener is broken.") : result;
}
