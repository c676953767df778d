namespace Amqp1.Tests.Harness.Peer;

/// <summary>One session of a client. The peer answers on the channel that the client uses. Guarded by the peer's lock.</summary>
internal sealed class PeerSession(PeerConnection connection, ushort channel, uint nextIncomingId)
{
    /// <summary>The window that the peer announces in both directions, which is practically unlimited.</summary>
    public const uint Window = int.MaxValue;

    public PeerConnection Connection { get; } = connection;
    public ushort Channel { get; } = channel;
    public Dictionary<uint, PeerLink> Links { get; } = [];
    public Dictionary<uint, PeerDelivery> Unsettled { get; } = [];
    public uint NextIncomingId { get; set; } = nextIncomingId;
    public uint NextOutgoingId { get; set; }
    public uint NextDeliveryId { get; set; }

    /// <summary>True if the peer has ended the session and waits for the client's End.</summary>
    public bool EndSent { get; set; }
}
