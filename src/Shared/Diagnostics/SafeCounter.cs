using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Amqp1.Diagnostics;

/// <summary>Adds to counters whose listeners are code of the application.</summary>
internal static class SafeCounter
{
    /// <summary>Adds to a counter. Exceptions of listeners are logged.</summary>
    public static void Add(Counter<long> counter, long count, in TagList tags, ILogger logger)
    {
        try
        {
            counter.Add(count, tags);
        }
#pragma warning disable CA1031 // An exception of a listener must not affect messages.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            TelemetryLog.ListenerFailed(logger, counter.Name, failure);
        }
    }
}
