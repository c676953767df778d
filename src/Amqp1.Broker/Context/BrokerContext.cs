using Amqp1.Broker.Diagnostics;
using Amqp1.Broker.Turns;
using Amqp1.Transport.Clock;
using Microsoft.Extensions.Logging;

namespace Amqp1.Broker.Context;

/// <summary>The services that all parts of the broker use: settings, clock, log, turns, and the account of memory.</summary>
internal sealed class BrokerContext
{
    public BrokerContext(EmbeddedRouterOptions options, string containerId, ILogger logger)
    {
        Options = options;
        ContainerId = containerId;
        Clock = ClockThread.For(options.TimeProvider);
        Turns = new TurnScheduler(logger);
        Memory = new MemoryAccount(this, MemoryAccount.DefaultMost(options));
    }

    public EmbeddedRouterOptions Options { get; }

    public string ContainerId { get; }

    public TimeProvider Time => Options.TimeProvider;

    /// <summary>The clock for heartbeats and idle time-outs, which do not depend on the thread pool.</summary>
    public TimeProvider Clock { get; }

    public TurnScheduler Turns { get; }

    public TurnLogger Log => Turns.Log;

    /// <summary>The memory that the broker holds for its peers.</summary>
    public MemoryAccount Memory { get; }
}
