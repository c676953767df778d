using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Amqp1.Tests.Harness.Peer.Codec;

namespace Amqp1.Tests.Harness.Peer;

/// <summary>
/// The messages of a <see cref="ScriptedPeer"/>. They are answered and routed as its script says. Used under the lock of the peer.
/// </summary>
internal sealed class PeerDeliveries(ScriptedPeer peer)
{
    private readonly Dictionary<string, int> _turns = [];

    public void OnTransfer(PeerLink link, Transfer transfer, byte[] payload, List<PeerEvent> happened)
    {
        var received = link.Unfinished ?? Begin(link, transfer);
        received.Payload = [.. received.Payload, .. payload];
        link.Unfinished = transfer.More ? received : null;
        if (transfer.More)
        {
            return;
        }

        link.DeliveryCount++;
        link.Credit--;
        if (transfer.Aborted)
        {
            return;
        }

        if (peer.Script.MaxMessageSize > 0 && (ulong)received.Payload.Length > peer.Script.MaxMessageSize)
        {
            throw new ViolationException($"A message of {received.Payload.Length} bytes; the limit is {peer.Script.MaxMessageSize} bytes.");
        }

        received.Complete();
        received.Index = peer.NextIndex();
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
            PeerLinks.Grant(link, credit);
        }
    }

    private static PeerTransfer Begin(PeerLink link, Transfer transfer) =>
        transfer.HasField(1) && transfer.HasField(2) && transfer.HasField(3)
            ? new PeerTransfer(link, transfer.DeliveryId, transfer.Settled)
            : throw new ViolationException("The first transfer of a message lacks its delivery id, its tag or its format.");

    public static void OnDisposition(PeerSession session, Dispose disposition, List<PeerEvent> happened)
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

    public static void Deliver(PeerLink link, PeerDelivery delivery)
    {
        link.Waiting.Enqueue(delivery);
        SendWaiting(link);
    }

    public static void SendWaiting(PeerLink link)
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

    public static void Answer(PeerDelivery delivery, DeliveryState? state)
    {
        if (delivery.Origin is { } origin)
        {
            Settle(origin, state);
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
}
