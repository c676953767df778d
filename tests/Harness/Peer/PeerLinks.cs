using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace Amqp1.Tests.Harness.Peer;

/// <summary>
/// The links of a <see cref="ScriptedPeer"/>. They are attached, refused and detached as its script says. Used under the lock of the peer.
/// </summary>
internal sealed class PeerLinks(ScriptedPeer peer)
{
    private int _dynamicNodes;

    public void OnAttach(PeerSession session, Attach attach, List<PeerEvent> happened)
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
        if (clientSends && peer.Script.Capability is { } capability && answer.Target is Amqp.Framing.Target target)
        {
            target.Capabilities = [new Amqp.Types.Symbol(capability)];
        }

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

    public static void OnDetach(PeerSession session, Detach detach, List<PeerEvent> happened)
    {
        if (session.Links.TryGetValue(detach.Handle, out var link))
        {
            Forget(link);
            session.Connection.Send(session.Channel, PeerErrors.Detached(detach.Handle, null));
            happened.Add(new LinkDetached(link));
        }
    }

    public void OnFlow(PeerLink link, Flow flow, List<PeerEvent> happened)
    {
        if (link.ClientSends)
        {
            return;
        }

        link.Credit = (int)(flow.DeliveryCount + flow.LinkCredit - link.DeliveryCount);
        PeerDeliveries.SendWaiting(link);
        if (flow.Drain && peer.Script.AnswersDrains)
        {
            link.DeliveryCount += (uint)Math.Max(0, link.Credit);
            link.Credit = 0;
            var answer = FlowOf(link);
            answer.Drain = true;
            link.Session.Connection.Send(link.Session.Channel, answer);
        }

        happened.Add(new CreditGranted(link, (int)flow.LinkCredit, flow.Drain));
    }

    public static void Grant(PeerLink link, int credit)
    {
        link.Credit += credit;
        link.Session.Connection.Send(link.Session.Channel, FlowOf(link));
    }

    public static void ForgetAll(IEnumerable<PeerLink> links)
    {
        foreach (var link in links.ToArray())
        {
            Forget(link);
        }
    }

    /// <summary>Removes a link. Its unsettled and waiting messages go back to their senders.</summary>
    public static void Forget(PeerLink link)
    {
        var session = link.Session;
        session.Links.Remove(link.Handle);
        foreach (var (id, delivery) in session.Unsettled.Where(pair => pair.Value.Link == link).ToArray())
        {
            session.Unsettled.Remove(id);
            PeerDeliveries.Answer(delivery, new Modified { DeliveryFailed = true });
        }

        while (link.Waiting.TryDequeue(out var waiting))
        {
            PeerDeliveries.Answer(waiting, new Released());
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
        session.Connection.Send(session.Channel, PeerErrors.Detached(answer.Handle, error));
    }

    private static Flow FlowOf(PeerLink link) => new()
    {
        NextIncomingId = link.Session.NextIncomingId,
        IncomingWindow = PeerSession.Window,
        NextOutgoingId = link.Session.NextOutgoingId,
        OutgoingWindow = PeerSession.Window,
        Handle = link.Handle,
        DeliveryCount = link.DeliveryCount,
        LinkCredit = (uint)Math.Max(0, link.Credit),
    };
}
