using Amqp1.Broker.Codec;

namespace Amqp1.Broker.Protocol.Frames;

/// <summary>
/// A received disposition (AMQP 1.0 part 2, section 2.7.6). Its state is the outcome as encoded by the router; empty if there is none.
/// </summary>
internal readonly ref struct DispositionFrame
{
    private DispositionFrame(bool fromReceiver, uint first, uint last, bool settled, ReadOnlySpan<byte> state)
    {
        FromReceiver = fromReceiver;
        First = first;
        Last = last;
        Settled = settled;
        State = state;
    }

    public bool FromReceiver { get; }

    public uint First { get; }

    public uint Last { get; }

    public bool Settled { get; }

    public ReadOnlySpan<byte> State { get; }

    /// <summary>Reads a disposition. The state is decoded and encoded again by the router. A state that is not an outcome is omitted.</summary>
    public static DispositionFrame Read(ref FieldReader fields)
    {
        var role = fields.Bool() ?? throw PeerFaultException.Decode("A disposition has no role.");
        var first = fields.UInt() ?? throw PeerFaultException.Decode("A disposition has no first delivery.");
        var last = fields.UInt() ?? first;
        var settled = fields.Bool() ?? false;
        var state = OutcomeReader.Rewrite(fields.Raw());
        return new DispositionFrame(role, first, last, settled, state);
    }
}
