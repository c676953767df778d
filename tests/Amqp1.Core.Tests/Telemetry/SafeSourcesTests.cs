using System.Diagnostics;
using System.Diagnostics.Metrics;
using Amqp1.Diagnostics;

namespace Amqp1.Core.Tests.Telemetry;

/// <summary>Tests of listeners that throw when they are told about a source or an instrument. Each test uses names of its own.</summary>
public sealed class SafeSourcesTests
{
    [Fact]
    public void An_activity_source_is_made_though_a_listener_throws_when_asked_whether_it_wants_it()
    {
        var name = Guid.NewGuid().ToString();
        using var broken = new ActivityListener { ShouldListenTo = source => source.Name == name ? throw new InvalidOperationException() : false };
        ActivitySource.AddActivityListener(broken);

        using var source = SafeSources.CreateActivitySource(name);

        source.Name.ShouldBe(name);
        broken.ShouldListenTo = null;
        using var listener = new ActivityListener
        {
            ShouldListenTo = candidate => candidate.Name == name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        using var activity = source.StartActivity("an activity");
        activity.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_instrument_is_made_though_a_listener_throws_when_told_of_it(bool isObservable)
    {
        using var meter = new Meter(Guid.NewGuid().ToString());
        using var broken = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == meter.Name)
                {
                    throw new InvalidOperationException();
                }
            },
        };
        broken.Start();
        long sum = 0;

        var counter = isObservable ? null : SafeSources.CreateCounter(meter, "counter", "{thing}", "Things.");
        Instrument instrument = counter is not null
            ? counter
            : SafeSources.Create(meter, "gauge", () => meter.CreateObservableUpDownCounter("gauge", () => 5L));

        broken.Dispose();
        using var listener = new MeterListener { InstrumentPublished = (published, listening) => Enable(published, listening, instrument) };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => sum += value);
        listener.Start();
        counter?.Add(5);
        listener.RecordObservableInstruments();
        sum.ShouldBe(5);
    }

    private static void Enable(Instrument published, MeterListener listening, Instrument wanted)
    {
        if (ReferenceEquals(published, wanted))
        {
            listening.EnableMeasurementEvents(published);
        }
    }
}
