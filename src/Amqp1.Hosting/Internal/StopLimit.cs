using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Amqp1.Hosting.Internal;

/// <summary>Limits how long methods and handlers go on while the host stops, so that their replies still go out before the host gives up.</summary>
/// <param name="options">The options of the host.</param>
internal sealed class StopLimit(IOptions<HostOptions> options)
{
    /// <summary>What is kept of the host's time for replies, and for the web requests that wait for them.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(3);

    /// <summary>The drain timeout, or less when the host would give up before.</summary>
    public TimeSpan Of(TimeSpan drainTimeout)
    {
        var shutdown = options.Value.ShutdownTimeout;
        if (shutdown == Timeout.InfiniteTimeSpan)
        {
            return drainTimeout;
        }

        // A host with little time gives most of it to the methods all the same.
        var available = shutdown > Reserve * 4 ? shutdown - Reserve : shutdown * 0.75;
        return drainTimeout < available ? drainTimeout : available;
    }
}
