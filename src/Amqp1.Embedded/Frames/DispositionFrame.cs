namespace Amqp1.Embedded.Frames;

/// <summary>A received disposition (AMQP 1.0 part 2, section 2.7.6). Its state is the outcome as the router encodes it; empty when there is none.</summary>
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

    /// <summary>Reads a disposition. A state is decoded and kept as the router encodes it; one that is not an outcome is left out.</summary>
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
