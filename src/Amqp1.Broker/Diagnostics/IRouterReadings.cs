namespace Amqp1.Broker.Diagnostics;

/// <summary>The values of a router that the gauges show. May be read by any thread.</summary>
internal interface IRouterReadings
{
    string ContainerId { get; }

    long Connections { get; }

    long UnopenedConnections { get; }

    long Links { get; }

    long HeldBytes { get; }

    long MostHeldBytes { get; }

    /// <summary>Returns the values of the queues, of a limited number of them.</summary>
    IReadOnlyList<QueueReading> ReadQueues();
}
