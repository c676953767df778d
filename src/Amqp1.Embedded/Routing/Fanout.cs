using Amqp1.Embedded.Connections;

namespace Amqp1.Embedded.Routing;

/// <summary>A multicast message that goes to more consumers than one turn should serve, and how far it has come.</summary>
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

    /// <summary>The messages of an address are numbered, so that no consumer gets one twice when others leave meanwhile.</summary>
    public long Number { get; }

    /// <summary>The consumers up to this place in the list are still to be served, from the last to the first.</summary>
    public int Left { get; set; }

    /// <summary>The first copy that waits, whose payload the others share.</summary>
    public Delivery? Kept { get; set; }

    public IncomingMessage Message => new(_source, _deliveryId, _format, _settled, _payload.Span, _payload);
}
