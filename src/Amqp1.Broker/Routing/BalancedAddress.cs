using Amqp1.Broker.Connections;

namespace Amqp1.Broker.Routing;

/// <summary>
/// An address where the consumer with the fewest unsettled deliveries gets the message; consumers with equal numbers take turns. If very
/// many consumers can accept a message, only the next ones in rotation are compared.
/// </summary>
internal sealed class BalancedAddress(RouterCore router, string name) : UnicastAddress(router, name)
{
    private const int MostCompared = 32;

    protected override OutgoingLink? Select()
    {
        OutgoingLink? best = null;
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
