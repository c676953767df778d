using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Amqp1.Tests.Harness.Peer.Codec;

namespace Amqp1.Tests.Harness.Peer;

/// <summary>The frames and sessions of a <see cref="ScriptedPeer"/>. Used under the lock of the peer.</summary>
internal sealed class PeerRouter
{
    private readonly ScriptedPeer _peer;
    private readonly PeerLinks _links;
    private readonly PeerDeliveries _deliveries;

    public PeerRouter(ScriptedPeer peer)
    {
        _peer = peer;
        _links = new PeerLinks(peer);
        _deliveries = new PeerDeliveries(peer);
    }

    /// <summary>Handles a frame. Returns false if the connection is over.</summary>
    public bool OnFrame(PeerConnection connection, ushort channel, DescribedList frame, byte[] payload, List<PeerEvent> happened)
    {
        if (frame is Close)
        {
            if (!connection.CloseSent)
            {
                connection.CloseSent = true;
                connection.Send(0, new Close());
            }

            connection.Finish();
            return false;
        }

        if (frame is Begin begin)
        {
            CheckBegin(connection, channel, begin);
            connection.Sessions[channel] = new PeerSession(connection, channel, begin.NextOutgoingId)
            {
                NextOutgoingId = _peer.Script.FirstTransferId, NextDeliveryId = _peer.Script.FirstDeliveryId,
            };
            connection.Send(channel, new Begin { RemoteChannel = channel, NextOutgoingId = _peer.Script.FirstTransferId, IncomingWindow = PeerSession.Window, OutgoingWindow = PeerSession.Window, HandleMax = _peer.Script.HandleMax });
            happened.Add(new SessionBegun(connection, channel));
            return true;
        }

        if (!connection.Sessions.TryGetValue(channel, out var session))
        {
            return true;
        }

        switch (frame)
        {
            case End:
                OnEnd(session, happened);
                break;
            case Attach attach:
                CheckAttach(session, attach);
                _links.OnAttach(session, attach, happened);
                break;
            case Detach detach:
                PeerLinks.OnDetach(session, detach, happened);
                break;
            case Flow flow:
                if (flow.HasHandle && session.Links.TryGetValue(flow.Handle, out var link))
                {
                    _links.OnFlow(link, flow, happened);
                }

                happened.Add(new FlowReceived(session, flow));
                break;
            case Transfer transfer:
                session.NextIncomingId++;
                if (session.Links.TryGetValue(transfer.Handle, out var from))
                {
                    _deliveries.OnTransfer(from, transfer, payload, happened);
                }

                break;
            case Dispose { Role: true } disposition:
                PeerDeliveries.OnDisposition(session, disposition, happened);
                break;
        }

        return true;
    }

    private void CheckBegin(PeerConnection connection, ushort channel, Begin begin)
    {
        if (channel > _peer.Script.ChannelMax)
        {
            throw new ViolationException($"A session was begun on channel {channel}; the limit is {_peer.Script.ChannelMax}.");
        }

        if (begin.HasField(0) || connection.Sessions.ContainsKey(channel))
        {
            throw new ViolationException($"A session of the client was begun twice on channel {channel}, or as an answer.");
        }
    }

    private void CheckAttach(PeerSession session, Attach attach)
    {
        if (attach.Handle > _peer.Script.HandleMax)
        {
            throw new ViolationException($"A link was attached with handle {attach.Handle}; the limit is {_peer.Script.HandleMax}.");
        }

        if (session.Links.ContainsKey(attach.Handle))
        {
            throw new ViolationException($"A link was attached with handle {attach.Handle}, which is in use.");
        }
    }

    private static void OnEnd(PeerSession session, List<PeerEvent> happened)
    {
        PeerLinks.ForgetAll(session.Links.Values);

        session.Connection.Sessions.Remove(session.Channel);
        if (!session.EndSent)
        {
            session.Connection.Send(session.Channel, new End());
        }

        happened.Add(new SessionEnded(session.Connection, session.Channel));
    }
}
