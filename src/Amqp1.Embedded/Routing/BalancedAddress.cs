using Amqp1.Embedded.Connections;

namespace Amqp1.Embedded.Routing;

/// <summary>The consumer with the fewest unsettled deliveries gets the message; equals take turns.</summary>
internal sealed class BalancedAddress(RouterCore router, string name) : UnicastAddress(router, name)
{
    private int _next;

    protected override OutgoingLink? Select()
    {
        var consumers = Consumers;
        OutgoingLink? best = null;
        var bestIndex = 0;
        for (var tried = 0; tried < consumers.Count; tried++)
        {
            var index = _next + tried;
            if (index >= consumers.Count)
            {
                index %= consumers.Count;
            }

            var consumer = consumers[index];
            if (consumer.CanSend && (best is null || consumer.Unsettled < best.Unsettled))
            {
                best = consumer;
                bestIndex = index;
            }
        }

        if (best is not null)
        {
            _next = bestIndex + 1 == consumers.Count ? 0 : bestIndex + 1;
        }

        return best;
    }
}
