using Amqp.Framing;
using Amqp.Types;

namespace Amqp1.Bus;

/// <summary>What the peer said about itself in its Open.</summary>
internal sealed record PeerInfo(string ContainerId, string? Product, string? Version, ushort ChannelMax, uint MaxFrameSize)
{
    public static PeerInfo From(Open open) => new(
        PeerText.Clean(open.ContainerId),
        PropertyOf(open, "product"),
        PropertyOf(open, "version"),
        open.ChannelMax,
        open.MaxFrameSize);

    private static string? PropertyOf(Open open, string name) =>
        open.Properties?[new Symbol(name)]?.ToString() is { } text ? PeerText.Clean(text) : null;
}
