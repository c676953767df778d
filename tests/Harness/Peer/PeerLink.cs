using Amqp.Framing;

namespace Amqp1.Tests.Harness.Peer;

/// <summary>One link of a client. Guarded by the peer's lock.</summary>
internal sealed class PeerLink(PeerSession session, uint handle, string name, bool clientSends, string address)
{
    public PeerSession Session { get; } = session;
    public uint Handle { get; } = handle;
    public string Name { get; } = name;

    /// <summary>True if the client is the sender of this link.</summary>
    public bool ClientSends { get; } = clientSends;

    public string Address { get; } = address;

    /// <summary>True if the link of the client is on a dynamic node, to which its replies are sent.</summary>
    public bool IsReplyLink { get; init; }

    /// <summary>The settle modes that the client asked for.</summary>
    public SenderSettleMode SenderSettles { get; init; }

    public ReceiverSettleMode ReceiverSettles { get; init; }

    /// <summary>The credit that the sender of the link has now.</summary>
    public int Credit { get; set; }

    public uint DeliveryCount { get; set; }

    /// <summary>The messages that wait for credit on a link on which the client receives.</summary>
    public Queue<PeerDelivery> Waiting { get; } = new();

    /// <summary>The frames received so far of a multi-frame message.</summary>
    public PeerTransfer? Unfinished { get; set; }

    public override string ToString() => $"{(ClientSends ? "sender" : "receiver")} {Address} ({Session.Connection.Number}/{Session.Channel}/{Handle})";
}
