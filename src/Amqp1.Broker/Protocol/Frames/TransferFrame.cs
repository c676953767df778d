using Amqp1.Broker.Codec;

namespace Amqp1.Broker.Protocol.Frames;

/// <summary>A received transfer (AMQP 1.0 part 2, section 2.7.5): the fields that the router uses, and the payload in the read buffer.</summary>
internal readonly ref struct TransferFrame
{
    private TransferFrame(uint handle, uint? deliveryId, uint? messageFormat, bool settled, bool more, bool aborted, ReadOnlySpan<byte> payload)
    {
        Handle = handle;
        DeliveryId = deliveryId;
        MessageFormat = messageFormat;
        Settled = settled;
        More = more;
        Aborted = aborted;
        Payload = payload;
    }

    public uint Handle { get; }

    public uint? DeliveryId { get; }

    public uint? MessageFormat { get; }

    public bool Settled { get; }

    public bool More { get; }

    public bool Aborted { get; }

    public ReadOnlySpan<byte> Payload { get; }

    public static TransferFrame Read(ref FieldReader fields, ReadOnlySpan<byte> payload)
    {
        var handle = fields.UInt() ?? throw PeerFaultException.Decode("A transfer has no handle.");
        var deliveryId = fields.UInt();
        fields.Skip();
        var format = fields.UInt();
        var settled = fields.Bool() ?? false;
        var more = fields.Bool() ?? false;
        var aborted = false;
        if (fields.HasMore)
        {
            fields.Skip();
            fields.Skip();
            fields.Skip();
            aborted = fields.Bool() ?? false;
        }

        return new TransferFrame(handle, deliveryId, format, settled, more, aborted, payload);
    }
}
