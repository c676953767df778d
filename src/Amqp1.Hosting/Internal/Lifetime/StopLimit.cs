using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Amqp1.Hosting.Internal;

/// <summary>Limits the time of methods and handlers while the host stops, so that their replies are sent before the shutdown timeout.</summary>
/// <param name="options">The options of the host.</param>
internal sealed class StopLimit(IOptions<HostOptions> options)
{
    /// <summary>The part of the shutdown timeout that is reserved for replies, and for the web requests that wait for them.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(3);

    /// <summary>Returns the drain timeout, or less if the shutdown timeout of the host is shorter.</summary>
    public TimeSpan Of(TimeSpan drainTimeout)
    {
        var shutdown = options.Value.ShutdownTimeout;
        if (shutdown == Timeout.InfiniteTimeSpan)
        {
            return drainTimeout;
        }

        // With a short shutdown timeout, methods and handlers still get most of it.
        var available = shutdown > Reserve * 4 ? shutdown - Reserve : shutdown * 0.75;
        return drainTimeout < available ? drainTimeout : available;
    }
}
