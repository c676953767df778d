using Amqp1.Bus.Deadlines;
using Amqp1.Transport.Clock;
using Amqp1.Wire;
using Microsoft.Extensions.Logging;

namespace Amqp1.Bus.Context;

/// <summary>The settings and services that all parts of one bus use. Thread-safe.</summary>
internal sealed class BusContext
{
    /// <param name="settings">The settings of the bus.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">A logger that does not throw and may be used on the clock thread.</param>
    public BusContext(BusSettings settings, TimeProvider time, ILogger logger)
    {
        Settings = settings;
        Time = time;
        Logger = logger;
        Deadlines = new DeadlineTimer(ClockThread.For(time), failure => CallbackLog.CallbackFailed(logger, failure));
        Network = $"{string.Join(',', settings.Hosts.Select(host => host.Name))}/{settings.VirtualHost}";
    }

    public BusSettings Settings { get; }

    public TimeProvider Time { get; }

    public ILogger Logger { get; }

    public DeadlineTimer Deadlines { get; }

    /// <summary>The hosts and the virtual host. An address means the same on all buses for which this value is equal.</summary>
    public string Network { get; }

    /// <summary>The name of the instance in metrics; null for none.</summary>
    public string? Instance { get; set; }
}
