using Amqp1.Embedded.Connections;

namespace Amqp1.Embedded.Routing;

/// <summary>
/// The consumer with the fewest unsettled deliveries gets the message; equals take turns. Of very many consumers that can take a
/// message only those are compared whose turn it is next.
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
