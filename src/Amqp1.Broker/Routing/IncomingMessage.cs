using Amqp1.Broker.Connections;

namespace Amqp1.Broker.Routing;

/// <summary>A complete received message. The payload may be in the read buffer; code that retains it must call <see cref="Keep"/>.</summary>
internal readonly ref struct IncomingMessage(
    IncomingLink source, uint deliveryId, uint format, bool settled, ReadOnlySpan<byte> payload, ReadOnlyMemory<byte> owned)
{
    public IncomingLink Source { get; } = source;

    public uint DeliveryId { get; } = deliveryId;

    public uint Format { get; } = format;

    /// <summary>Whether the message is pre-settled, so that the sender expects no settlement.</summary>
    public bool Settled { get; } = settled;

    public ReadOnlySpan<byte> Payload { get; } = payload;

    private ReadOnlyMemory<byte> Owned { get; } = owned;

    /// <summary>Returns the payload. It is copied unless it has its own memory.</summary>
    public ReadOnlyMemory<byte> Keep() => Owned.IsEmpty ? Payload.ToArray() : Owned;
}
