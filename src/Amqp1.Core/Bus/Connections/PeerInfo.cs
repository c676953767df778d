using Amqp.Framing;
using Amqp.Types;

namespace Amqp1.Bus.Connections;

/// <summary>The information about the peer from its Open.</summary>
internal sealed record PeerInfo(string ContainerId, string? Product, string? Version, ushort ChannelMax, uint MaxFrameSize)
{
    /// <summary>The longest time that this side may be silent, as announced by the peer; zero for no limit.</summary>
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
