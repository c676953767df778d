using Amqp1.Broker.Context;

namespace Amqp1.Broker.Nodes.Routing;

/// <summary>The services that the routing nodes of a broker share.</summary>
internal sealed class RoutingServices : IDisposable
{
    public RoutingServices(BrokerContext context, UndeliveredMessages undelivered, Expiries expiries)
    {
        Context = context;
        Undelivered = undelivered;
        Expiries = expiries;
        SlowSubscribers = new SlowSubscribers(context);
    }

    public BrokerContext Context { get; }

    public UndeliveredMessages Undelivered { get; }

    /// <summary>The waiting deliveries with a time-to-live.</summary>
    public Expiries Expiries { get; }

    /// <summary>The consumers of multicast addresses that delay others.</summary>
    public SlowSubscribers SlowSubscribers { get; }

    /// <summary>Stops the timer.</summary>
    public void Dispose() => SlowSubscribers.Dispose();
}
