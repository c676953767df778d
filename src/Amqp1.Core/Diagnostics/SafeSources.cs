using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Amqp1.Diagnostics;

/// <summary>
/// Makes activity sources and instruments. Listeners of the application are told of a new one before its constructor ends, and one that
/// throws there would fail the type initializer that keeps it, and with that every later message of the process.
/// </summary>
/// <remarks>
/// A new source or instrument is registered before listeners are told, so it can be asked for when its constructor has thrown. Listeners
/// that would have been told after the one that threw do not hear of it.
/// </remarks>
internal static class SafeSources
{
    /// <summary>Makes an activity source. Does not throw what a listener throws.</summary>
    public static ActivitySource CreateActivitySource(string name)
    {
        try
        {
            return new ActivitySource(name);
        }
#pragma warning disable CA1031 // Whatever a listener throws must not reach messages.
        catch (Exception)
#pragma warning restore CA1031
        {
            ActivitySource? found = null;
            using var search = new ActivityListener
            {
                ShouldListenTo = source =>
                {
                    found = source.Name == name ? source : found;
                    return false;
                },
            };
            ActivitySource.AddActivityListener(search);
            return found ?? throw new InvalidOperationException($"The activity source {name} was not registered.");
        }
    }

    /// <summary>Makes a counter. Does not throw what a listener throws.</summary>
    public static Counter<long> CreateCounter(Meter meter, string name, string unit, string description) =>
        Create(meter, name, () => meter.CreateCounter<long>(name, unit, description));

    /// <summary>Makes an instrument of any type. Does not throw what a listener throws.</summary>
    public static TInstrument Create<TInstrument>(Meter meter, string name, Func<TInstrument> create)
        where TInstrument : Instrument
    {
        try
        {
            return create();
        }
#pragma warning disable CA1031 // Whatever a listener throws must not reach messages.
        catch (Exception)
#pragma warning restore CA1031
        {
            TInstrument? found = null;
            using var search = new MeterListener
            {
                InstrumentPublished = (instrument, _) => found = ReferenceEquals(instrument.Meter, meter) && instrument.Name == name ? instrument as TInstrument : found,
            };
            search.Start();
            return found ?? throw new InvalidOperationException($"The instrument {name} was not registered.");
        }
    }
}
