using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace Amqp1.Tests.Harness.Peer;

/// <summary>The sessions, links and messages of a <see cref="ScriptedPeer"/>. Everything happens under the peer's lock.</summary>
internal sealed class PeerRouter(ScriptedPeer peer)
{
    private const uint Window = int.MaxValue;

    private readonly Dictionary<string, int> _turns = [];
    private int _dynamicNodes;

    /// <summary>Deals with a frame; false when the connection is over.</summary>
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
            connection.Sessions[channel] = new PeerSession(connection, channel, begin.NextOutgoingId)
            {
                NextOutgoingId = peer.Script.FirstTransferId, NextDeliveryId = peer.Script.FirstDeliveryId,
            };
            connection.Send(channel, new Begin { RemoteChannel = channel, NextOutgoingId = peer.Script.FirstTransferId, IncomingWindow = Window, OutgoingWindow = Window, HandleMax = peer.Script.HandleMax });
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
                OnAttach(session, attach, happened);
                break;
            case Detach detach:
                OnDetach(session, detach, happened);
                break;
            case Flow flow:
                if (flow.HasHandle && session.Links.TryGetValue(flow.Handle, out var link))
                {
                    OnFlow(link, flow, happened);
                }

                happened.Add(new FlowReceived(session, flow));
                break;
            case Transfer transfer:
                session.NextIncomingId++;
                if (session.Links.TryGetValue(transfer.Handle, out var from))
                {
                    OnTransfer(from, transfer, payload, happened);
                }

                break;
            case Dispose { Role: true } disposition:
                OnDisposition(session, disposition, happened);
                break;
        }

        return true;
    }

    public static void Settle(PeerTransfer transfer, DeliveryState? state)
    {
        var session = transfer.Link.Session;
        if (transfer.Settled || transfer.Answered || !session.Links.ContainsKey(transfer.Link.Handle))
        {
            return;
        }

        transfer.Answered = true;
        var disposition = new Dispose { Role = true, First = transfer.DeliveryId, Last = transfer.DeliveryId, Settled = true };
        if (state is not null)
        {
            disposition.State = state;
        }

        session.Connection.Send(session.Channel, disposition);
    }

    public static void Grant(PeerLink link, int credit)
    {
        link.Credit += credit;
        link.Session.Connection.Send(link.Session.Channel, FlowOf(link));
    }

    public static void Deliver(PeerLink link, PeerDelivery delivery)
    {
        link.Waiting.Enqueue(delivery);
        SendWaiting(link);
    }

    /// <summary>The link is gone; what it held goes back to its senders.</summary>
    public static void Forget(PeerLink link)
    {
        var session = link.Session;
        session.Links.Remove(link.Handle);
        foreach (var (id, delivery) in session.Unsettled.Where(pair => pair.Value.Link == link).ToArray())
        {
            session.Unsettled.Remove(id);
            Answer(delivery, new Modified { DeliveryFailed = true });
        }

        while (link.Waiting.TryDequeue(out var waiting))
        {
            Answer(waiting, new Released());
        }
    }

    private static void OnEnd(PeerSession session, List<PeerEvent> happened)
    {
        foreach (var link in session.Links.Values.ToArray())
        {
            Forget(link);
        }

        session.Connection.Sessions.Remove(session.Channel);
        if (!session.EndSent)
        {
            session.Connection.Send(session.Channel, new End());
        }

        happened.Add(new SessionEnded(session.Connection, session.Channel));
    }

    private void OnAttach(PeerSession session, Attach attach, List<PeerEvent> happened)
    {
        var clientSends = !attach.Role;
        var source = attach.Source as Source;
        var dynamic = !clientSends && source?.Dynamic == true;
        var address = clientSends ? ((Amqp.Framing.Target)attach.Target).Address : dynamic ? $"source-{++_dynamicNodes:x}" : source!.Address;
        var link = new PeerLink(session, attach.Handle, attach.LinkName, clientSends, address)
        {
            IsReplyLink = dynamic, SenderSettles = attach.SndSettleMode, ReceiverSettles = attach.RcvSettleMode,
        };
        if (peer.Script.IgnoreAttach(link))
        {
            return;
        }

        var refusal = dynamic && !peer.Script.DynamicNodes ? new Error(ErrorCode.NotImplemented) : peer.Script.Refuse(link);
        var answer = new Attach
        {
            LinkName = attach.LinkName,
            Handle = attach.Handle,
            Role = clientSends,
            SndSettleMode = attach.SndSettleMode,
            RcvSettleMode = attach.RcvSettleMode,
        };
        if (!clientSends)
        {
            answer.InitialDeliveryCount = 0;
        }

        if (refusal is not null)
        {
            Refuse(session, answer, refusal);
            happened.Add(new LinkRefused(link));
            return;
        }

        answer.Source = dynamic ? new Source { Address = address, Dynamic = true } : attach.Source;
        answer.Target = attach.Target;
        if (peer.Script.MaxMessageSize > 0)
        {
            answer.MaxMessageSize = peer.Script.MaxMessageSize;
        }

        session.Links[link.Handle] = link;
        session.Connection.Send(session.Channel, answer);
        happened.Add(new LinkAttached(link));
        if (clientSends && peer.Script.Credit(link) is var credit and > 0)
        {
            Grant(link, credit);
        }
    }

    private void Refuse(PeerSession session, Attach answer, Error error)
    {
        if (peer.Script.RefuseByEndingSession)
        {
            session.EndSent = true;
            session.Connection.Send(session.Channel, new End { Error = error });
            return;
        }

        session.Connection.Send(session.Channel, answer);
        session.Connection.Send(session.Channel, ScriptedPeer.Detached(answer.Handle, error));
    }

    private static void OnDetach(PeerSession session, Detach detach, List<PeerEvent> happened)
    {
        if (session.Links.TryGetValue(detach.Handle, out var link))
        {
            Forget(link);
            session.Connection.Send(session.Channel, ScriptedPeer.Detached(detach.Handle, null));
            happened.Add(new LinkDetached(link));
        }
    }

    private static void OnFlow(PeerLink link, Flow flow, List<PeerEvent> happened)
    {
        if (link.ClientSends)
        {
            return;
        }

        link.Credit = (int)(flow.DeliveryCount + flow.LinkCredit - link.DeliveryCount);
        SendWaiting(link);
        if (flow.Drain)
        {
            link.DeliveryCount += (uint)Math.Max(0, link.Credit);
            link.Credit = 0;
            var answer = FlowOf(link);
            answer.Drain = true;
            link.Session.Connection.Send(link.Session.Channel, answer);
        }

        happened.Add(new CreditGranted(link, (int)flow.LinkCredit, flow.Drain));
    }

    private void OnTransfer(PeerLink link, Transfer transfer, byte[] payload, List<PeerEvent> happened)
    {
        var received = link.Unfinished ?? new PeerTransfer(link, transfer.DeliveryId, transfer.Settled);
        received.Payload = [.. received.Payload, .. payload];
        link.Unfinished = transfer.More ? received : null;
        if (transfer.More)
        {
            return;
        }

        received.Index = peer.NextIndex();
        link.DeliveryCount++;
        link.Credit--;
        happened.Add(new TransferReceived(received));
        var answer = peer.Script.Answer(received);
        if (answer.Routes)
        {
            Route(received, silently: !answer.Tells);
        }
        else if (answer.Settles)
        {
            Settle(received, answer.State);
        }

        if (link.Credit <= 0 && peer.Script.Credit(link) is var credit and > 0)
        {
            Grant(link, credit);
        }
    }

    private void Route(PeerTransfer transfer, bool silently)
    {
        var receivers = peer.Connections
            .SelectMany(connection => connection.Links)
            .Where(link => !link.ClientSends && link.Address == transfer.To)
            .ToArray();
        if (receivers.Length == 0)
        {
            if (!silently)
            {
                Settle(transfer, new Released());
            }

            return;
        }

        var toAll = transfer.To.Contains("broadcast", StringComparison.Ordinal) || transfer.To.Contains("multicast", StringComparison.Ordinal);
        var endToEnd = peer.Script.SettlesEndToEnd && !toAll && !silently;
        if (!endToEnd && !silently)
        {
            Settle(transfer, new Accepted());
        }

        foreach (var receiver in toAll ? receivers : [Choose(receivers, transfer.To)])
        {
            Deliver(receiver, new PeerDelivery(transfer.Payload, endToEnd ? transfer : null, transfer.Settled));
        }
    }

    private PeerLink Choose(PeerLink[] receivers, string address)
    {
        var turn = _turns.GetValueOrDefault(address);
        _turns[address] = turn + 1;
        var withCredit = receivers.Where(link => link.Credit > 0).ToArray();
        var candidates = withCredit.Length > 0 ? withCredit : receivers;
        return candidates[turn % candidates.Length];
    }

    private static void OnDisposition(PeerSession session, Dispose disposition, List<PeerEvent> happened)
    {
        var last = disposition.HasField(2) ? disposition.Last : disposition.First;
        for (var id = disposition.First; id != last + 1; id++)
        {
            if (session.Unsettled.Remove(id, out var delivery))
            {
                Answer(delivery, disposition.State);
                happened.Add(new DeliverySettled(delivery.Link!, disposition.State));
            }
        }
    }

    private static void Answer(PeerDelivery delivery, DeliveryState? state)
    {
        if (delivery.Origin is { } origin)
        {
            Settle(origin, state);
        }
    }

    private static void SendWaiting(PeerLink link)
    {
        var session = link.Session;
        while (link.Credit > 0 && link.Waiting.TryDequeue(out var delivery))
        {
            link.Credit--;
            link.DeliveryCount++;
            var id = session.NextDeliveryId++;
            delivery.Link = link;
            if (!delivery.Settled)
            {
                session.Unsettled[id] = delivery;
            }

            var rest = delivery.Payload.AsSpan();
            var largest = delivery.LargestPayload;
            do
            {
                var transfer = new Transfer
                {
                    Handle = link.Handle,
                    DeliveryId = id,
                    DeliveryTag = BitConverter.GetBytes(id),
                    MessageFormat = 0,
                    Settled = delivery.Settled,
                    More = rest.Length > largest,
                };
                var payload = rest[..Math.Min(rest.Length, largest)];
                rest = rest[payload.Length..];
                if (delivery.Aborts is { } aborts && rest.Length == 0)
                {
                    transfer.Aborted = true;
                    transfer.More = aborts == AbortedTransfer.MarkedAsMore;
                }

                session.Connection.Send(session.Channel, transfer, payload);
                session.NextOutgoingId++;
            }
            while (rest.Length > 0);
        }
    }

    private static Flow FlowOf(PeerLink link) => new()
    {
        NextIncomingId = link.Session.NextIncomingId,
        IncomingWindow = Window,
        NextOutgoingId = link.Session.NextOutgoingId,
        OutgoingWindow = Window,
        Handle = link.Handle,
        DeliveryCount = link.DeliveryCount,
        LinkCredit = (uint)Math.Max(0, link.Credit),
    };
}
