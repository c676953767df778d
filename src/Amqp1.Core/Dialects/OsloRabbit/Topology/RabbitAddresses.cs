using Amqp.Types;
using Amqp1.Configuration;

namespace Amqp1.Dialects.OsloRabbit.Topology;

/// <summary>Composes addresses of RabbitMQ's second format, in which names are percent-encoded (docs/spec/rabbit-topology.md#addresses).</summary>
internal static class RabbitAddresses
{
    private const string OffsetFilter = "rabbitmq:stream-offset-spec";

    /// <summary>The filter with which a receiver of a stream begins at the next message. Python begins there, too.</summary>
    public static Map FromNextOffset => new()
    {
        [new Symbol(OffsetFilter)] = new DescribedValue(new Symbol(OffsetFilter), "next"),
    };

    public static string OfExchange(string exchange) => "/exchanges/" + PercentEncoding.Encode(exchange);

    public static string OfExchange(string exchange, string key) => OfExchange(exchange) + "/" + PercentEncoding.Encode(key);

    public static string OfQueue(string queue) => "/queues/" + PercentEncoding.Encode(queue);
}
