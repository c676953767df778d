using Amqp1.Broker.Connections;

namespace Amqp1.Broker.Routing;

/// <summary>A multicast message with more consumers than one turn should serve, and its progress.</summary>
internal sealed class Fanout
{
    private readonly IncomingLink _source;
    private readonly uint _deliveryId;
    private readonly uint _format;
    private readonly bool _settled;
    private readonly ReadOnlyMemory<byte> _payload;

    public Fanout(in IncomingMessage message, MulticastTally tally, long number, int consumers)
    {
        _source = message.Source;
        _deliveryId = message.DeliveryId;
        _format = message.Format;
        _settled = message.Settled;
        _payload = message.Keep();
        Tally = tally;
        Number = number;
        Left = consumers;
    }

    public MulticastTally Tally { get; }

    /// <summary>The number of the message on its address. It ensures that no consumer gets the message twice when others leave meanwhile.</summary>
    public long Number { get; }

    /// <summary>The number of consumers that are still to be served, from the last to the first.</summary>
    public int Left { get; set; }

    /// <summary>The first waiting copy, whose payload the other copies share.</summary>
    public Delivery? Kept { get; set; }

    public IncomingMessage Message => new(_source, _deliveryId, _format, _settled, _payload.Span, _payload);
}
