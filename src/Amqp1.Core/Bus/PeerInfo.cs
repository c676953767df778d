using Amqp.Framing;
using Amqp.Types;

namespace Amqp1.Bus;

/// <summary>What the peer said about itself in its Open.</summary>
internal sealed record PeerInfo(string ContainerId, string? Product, string? Version, ushort ChannelMax, uint MaxFrameSize)
{
    /// <summary>How long this side may be silent, as the peer has announced; zero for any time.</summary>
    public TimeSpan IdleTimeout { get; init; }

    public static PeerInfo From(Open open) => new(
        PeerText.Clean(open.ContainerId),
        PropertyOf(open, "product"),
        PropertyOf(open, "version"),
        open.ChannelMax,
        open.MaxFrameSize)
    {
        IdleTimeout = TimeSpan.FromMilliseconds(open.IdleTimeOut),
    };

    private static string? PropertyOf(Open open, string name) =>
        open.Properties?[new Symbol(name)]?.ToString() is { } text ? PeerText.Clean(text) : null;
}
