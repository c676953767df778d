using System.Diagnostics;
using System.Diagnostics.Metrics;
using Amqp1.Transport;

namespace Amqp1.Diagnostics;

/// <summary>
/// Creates activity sources and instruments. Listeners of the application are notified of a new one before its constructor ends. A
/// listener that throws would cause the type initializer to fail and, with it, all later messages of the process.
/// </summary>
/// <remarks>
/// A new source or instrument is registered before listeners are notified, so it can be found after its constructor has thrown. Listeners
/// that would have been notified after the one that threw are not notified.
/// </remarks>
internal static class SafeSources
{
    /// <summary>The name of the activity source and of the meters of this library.</summary>
    public const string LibraryName = "Amqp1";

    /// <summary>Creates an activity source. Does not throw exceptions of listeners.</summary>
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

    /// <summary>Creates a counter. Does not throw exceptions of listeners.</summary>
    public static Counter<long> CreateCounter(Meter meter, string name, string unit, string description) =>
        Create(meter, name, () => meter.CreateCounter<long>(name, unit, description));

    /// <summary>Creates an instrument of any type. Does not throw exceptions of listeners.</summary>
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
