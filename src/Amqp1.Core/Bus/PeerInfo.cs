using Amqp.Framing;
using Amqp.Types;

namespace Amqp1.Bus;

/// <summary>What the peer said about itself in its Open.</summary>
internal sealed record PeerInfo(string ContainerId, string? Product, string? Version, ushort ChannelMax, uint MaxFrameSize)
{
    public static PeerInfo From(Open open) => new(
        open.ContainerId ?? "",
        open.Properties?[new Symbol("product")]?.ToString(),
        open.Properties?[new Symbol("version")]?.ToString(),
        open.ChannelMax,
        open.MaxFrameSize);
}
