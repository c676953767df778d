namespace Amqp1.Broker.Nodes.Routing;

/// <summary>A multicast message with more consumers than one turn should serve, and its progress.</summary>
internal sealed class Fanout
{
    private readonly DeliveryTicket _ticket;
    private readonly uint _format;
    private readonly bool _settled;
    private readonly ReadOnlyMemory<byte> _payload;

    public Fanout(in ReceivedMessage message, MulticastTally tally, long number, int consumers)
    {
        _ticket = message.Ticket;
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

    /// <summary>The payload that the waiting copies share; null before the first of them.</summary>
    public RetainedPayload? Retained { get; set; }

    public ReceivedMessage Message => new(_ticket, _format, _settled, _payload.Span, _payload);
}
