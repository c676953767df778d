using Amqp1.Broker.Codec;

namespace Amqp1.Broker.Protocol.Frames;

/// <summary>A received flow (AMQP 1.0 part 2, section 2.7.4).</summary>
internal readonly struct FlowFrame
{
    public uint? NextIncomingId { get; private init; }

    public uint IncomingWindow { get; private init; }

    public uint? Handle { get; private init; }

    public uint? DeliveryCount { get; private init; }

    public uint? LinkCredit { get; private init; }

    public bool Drain { get; private init; }

    public bool Echo { get; private init; }

    public static FlowFrame Read(ref FieldReader fields)
    {
        var nextIncomingId = fields.UInt();
        var incomingWindow = fields.UInt() ?? throw PeerFaultException.Decode("A flow has no incoming-window.");
        fields.Skip();
        fields.Skip();
        var handle = fields.UInt();
        var deliveryCount = fields.UInt();
        var credit = fields.UInt();
        fields.Skip();
        var drain = fields.Bool() ?? false;
        var echo = fields.Bool() ?? false;
        return new FlowFrame
        {
            NextIncomingId = nextIncomingId,
            IncomingWindow = incomingWindow,
            Handle = handle,
            DeliveryCount = deliveryCount,
            LinkCredit = credit,
            Drain = drain,
            Echo = echo,
        };
    }
}
