using Amqp.Framing;
using Amqp1.Core.Tests.Wire;

namespace Amqp1.Core.Tests.Harness;

/// <summary>Frames that a test sends in addition to those of the friendly peer.</summary>
internal static class RawFrames
{
    /// <summary>
    /// Sends a flow of the peer for a link of the client, with the state of the peer unless <paramref name="change"/> changes it.
    /// </summary>
    public static void Flow(this PeerLink link, Action<Flow> change)
    {
        var flow = link.Session.Flow();
        flow.Handle = link.Handle;
        flow.DeliveryCount = link.DeliveryCount;
        flow.LinkCredit = (uint)Math.Max(0, link.Credit);
        change(flow);
        link.Session.Connection.Send(link.Session.Channel, flow);
    }

    /// <summary>Returns a flow for the session only.</summary>
    public static Flow Flow(this PeerSession session) => new()
    {
        NextIncomingId = session.NextIncomingId, IncomingWindow = int.MaxValue, NextOutgoingId = session.NextOutgoingId, OutgoingWindow = int.MaxValue,
    };

    /// <summary>Sends a disposition of the peer for a message that it has received.</summary>
    /// <param name="transfer">The message, which must be one of the first of its session.</param>
    /// <param name="state">The encoded state.</param>
    /// <param name="settled">Whether the peer settles the message.</param>
    /// <param name="last">The last of several messages, of which <paramref name="transfer"/> is the first.</param>
    public static void Dispose(this PeerTransfer transfer, string state, bool settled, uint? last = null)
    {
        var session = transfer.Link.Session;
        byte[] fields = [0x41, 0x52, (byte)transfer.DeliveryId, 0x52, (byte)(last ?? transfer.DeliveryId), settled ? (byte)0x41 : (byte)0x42, .. WireBytes.Of(state)];
        session.Connection.SendRaw(
            [0, 0, 0, (byte)(14 + fields.Length), 2, 0, 0, (byte)session.Channel, 0, 0x53, 0x15, 0xc0, (byte)(fields.Length + 1), 5, .. fields]);
    }

    /// <summary>Sends one frame of a message to the client.</summary>
    public static void Transfer(this PeerLink link, Action<Transfer> change, byte[]? payload = null)
    {
        var transfer = new Transfer { Handle = link.Handle };
        change(transfer);
        link.Session.Connection.Send(link.Session.Channel, transfer, payload);
    }
}
