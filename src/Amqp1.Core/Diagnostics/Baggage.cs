using System.Diagnostics;

namespace Amqp1.Diagnostics;

/// <summary>
/// Converts the baggage of activities to and from the W3C header. The propagator of .NET encodes it and applies the limits of W3C.
/// </summary>
internal static class Baggage
{
    private static readonly DistributedContextPropagator Propagator = DistributedContextPropagator.CreateW3CPropagator();

    /// <summary>Returns the header for the baggage of the activity and its parents; null when they have none.</summary>
    public static string? Of(Activity activity)
    {
        if (!activity.Baggage.Any())
        {
            return null;
        }

        var header = new Header();
        Propagator.Inject(activity, header, static (carrier, name, value) =>
        {
            if (name == TraceContext.BaggageName)
            {
                ((Header)carrier!).Value = value;
            }
        });
        return header.Value;
    }

    /// <summary>Adds the baggage that was received with a message to its activity. Entries that cannot be read are omitted.</summary>
    public static void Restore(Activity? activity, TraceContext? received)
    {
        if (activity is null || received?.Baggage is not { } header)
        {
            return;
        }

        var entries = Propagator.ExtractBaggage(header, static (object? carrier, string name, out string? value, out IEnumerable<string>? values) =>
        {
            value = name == TraceContext.BaggageName ? (string?)carrier : null;
            values = null;
        });
        foreach (var (key, value) in entries ?? [])
        {
            activity.AddBaggage(key, value);
        }
    }

    private sealed class Header
    {
        public string? Value { get; set; }
    }
}
