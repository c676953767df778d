using Amqp1.Broker.Codec;

namespace Amqp1.Broker.Protocol.Frames;

/// <summary>A received attach (AMQP 1.0 part 2, section 2.7.3). Source and target are kept in encoded form; empty means null.</summary>
internal readonly ref struct AttachFrame
{
    public string Name { get; private init; }

    public uint Handle { get; private init; }

    /// <summary>Whether the peer is the receiver.</summary>
    public bool FromReceiver { get; private init; }

    public SenderSettleMode? SenderSettleMode { get; private init; }

    public ReadOnlySpan<byte> Source { get; private init; }

    public ReadOnlySpan<byte> Target { get; private init; }

    public uint? InitialDeliveryCount { get; private init; }

    public ulong MaxMessageSize { get; private init; }

    public ReceiverSettleMode? ReceiverSettleMode { get; private init; }

    public static AttachFrame Read(ref FieldReader fields)
    {
        var name = fields.String() ?? throw PeerFaultException.Decode("An attach has no name.");
        var handle = fields.UInt() ?? throw PeerFaultException.Decode("An attach has no handle.");
        var role = fields.Bool() ?? throw PeerFaultException.Decode("An attach has no role.");
        var senderMode = fields.UByte();
        var receiverMode = fields.UByte();
        if (senderMode > 2 || receiverMode > 1)
        {
            throw PeerFaultException.Session(ErrorCondition.InvalidField, "An attach has a settle mode that does not exist.");
        }

        var source = fields.Raw();
        var target = fields.Raw();
        fields.Skip();
        fields.Skip();
        var initial = fields.UInt();
        var size = fields.ULong() ?? 0;
        return new AttachFrame
        {
            Name = name,
            Handle = handle,
            FromReceiver = role,
            SenderSettleMode = (SenderSettleMode?)senderMode,
            ReceiverSettleMode = (ReceiverSettleMode?)receiverMode,
            Source = source,
            Target = target,
            InitialDeliveryCount = initial,
            MaxMessageSize = size,
        };
    }
}
