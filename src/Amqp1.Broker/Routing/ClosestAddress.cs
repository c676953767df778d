using Amqp1.Broker.Connections;

namespace Amqp1.Broker.Routing;

/// <summary>An address whose consumers take turns, because in a single router all consumers are equally close.</summary>
internal sealed class ClosestAddress(RouterCore router, string name) : UnicastAddress(router, name)
{
    protected override OutgoingLink? Select()
    {
        while (Ready.First is { Value: var consumer })
        {
            if (consumer.TryReady())
            {
                MoveToEnd(consumer);
                return consumer;
            }

            Ready.RemoveFirst();
        }

        return null;
    }
}
