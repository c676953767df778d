namespace Amqp1.Broker.Nodes.Routing;

/// <summary>An address whose consumers take turns, because in a single router all consumers are equally close.</summary>
internal sealed class ClosestNode(RoutingServices services, string name) : UnicastNode(services, name)
{
    public override string Distribution => "closest";

    protected override IConsumer? Select()
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
