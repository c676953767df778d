using Amqp1.Embedded.Connections;

namespace Amqp1.Embedded.Routing;

/// <summary>In a single router all consumers are equally close: they take turns.</summary>
internal sealed class ClosestAddress(RouterCore router, string name) : UnicastAddress(router, name)
{
    private int _next;

    protected override OutgoingLink? Select()
    {
        var consumers = Consumers;
        for (var tried = 0; tried < consumers.Count; tried++)
        {
            if (_next >= consumers.Count)
            {
                _next = 0;
            }

            var consumer = consumers[_next++];
            if (consumer.CanSend)
            {
                return consumer;
            }
        }

        return null;
    }
}
