using Amqp1.Embedded.Connections;

namespace Amqp1.Embedded.Routing;

/// <summary>In a single router all consumers are equally close: they take turns.</summary>
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
