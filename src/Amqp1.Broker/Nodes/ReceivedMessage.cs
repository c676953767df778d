namespace Amqp1.Broker.Nodes;

/// <summary>A complete received message. The payload may be in the read buffer; code that retains it must call <see cref="Keep"/>.</summary>
internal readonly ref struct ReceivedMessage(
    DeliveryTicket ticket, uint format, bool settled, ReadOnlySpan<byte> payload, ReadOnlyMemory<byte> owned)
{
    public DeliveryTicket Ticket { get; } = ticket;

    public uint Format { get; } = format;

    /// <summary>Whether the message is pre-settled, so that the producer expects no settlement.</summary>
    public bool Settled { get; } = settled;

    public ReadOnlySpan<byte> Payload { get; } = payload;

    private ReadOnlyMemory<byte> Owned { get; } = owned;

    /// <summary>Returns the payload. It is copied unless it has its own memory.</summary>
    public ReadOnlyMemory<byte> Keep() => Owned.IsEmpty ? Payload.ToArray() : Owned;
}
