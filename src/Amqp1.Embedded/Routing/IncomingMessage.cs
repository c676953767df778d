using Amqp1.Embedded.Connections;

namespace Amqp1.Embedded.Routing;

/// <summary>A complete message as it arrived. The payload may lie in the read buffer: who holds on to it calls <see cref="Keep"/>.</summary>
internal readonly ref struct IncomingMessage(
    IncomingLink source, uint deliveryId, uint format, bool settled, ReadOnlySpan<byte> payload, ReadOnlyMemory<byte> owned)
{
    public IncomingLink Source { get; } = source;

    public uint DeliveryId { get; } = deliveryId;

    public uint Format { get; } = format;

    /// <summary>The sender expects no settlement.</summary>
    public bool Settled { get; } = settled;

    public ReadOnlySpan<byte> Payload { get; } = payload;

    private ReadOnlyMemory<byte> Owned { get; } = owned;

    /// <summary>The payload, copied unless it has memory of its own already.</summary>
    public ReadOnlyMemory<byte> Keep() => Owned.IsEmpty ? Payload.ToArray() : Owned;
}
