namespace Amqp1.Broker.Nodes.Routing;

/// <summary>
/// An address where the consumer with the fewest unsettled deliveries gets the message; consumers with equal numbers take turns. If very
/// many consumers can accept a message, only the next ones in rotation are compared.
/// </summary>
internal sealed class BalancedNode(RoutingServices services, string name) : UnicastNode(services, name)
{
    private const int MostCompared = 32;

    public override string Distribution => "balanced";

    protected override IConsumer? Select()
    {
        IConsumer? best = null;
        var compared = 0;
        for (var place = Ready.First; place is not null && compared < MostCompared;)
        {
            var next = place.Next;
            var consumer = place.Value;
            if (!consumer.TryReady())
            {
                Ready.Remove(place);
            }
            else
            {
                compared++;
                if (best is null || consumer.Unsettled < best.Unsettled)
                {
                    best = consumer;
                }
            }

            place = next;
        }

        if (best is not null)
        {
            MoveToEnd(best);
        }

        return best;
    }
}
