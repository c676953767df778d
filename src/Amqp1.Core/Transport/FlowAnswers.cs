using Amqp;
using Amqp.Framing;

namespace Amqp1.Transport;

/// <summary>Sends flows with the state of a session or link if the peer has requested it (AMQP 1.0, 2.7.4: echo and drain).</summary>
internal static class FlowAnswers
{
    /// <summary>Sends the state of a receiving link and its session, or of the session alone. Does nothing if they are closing.</summary>
    public static void Repeat(Session session, ReceiverLink? receiver) => Send(session, new Flow(), receiver);

    /// <summary>Sends the state of a sending link. If the peer drains the link, the remaining credit is given up first.</summary>
    /// <remarks>
    /// Must be called while no message is being sent on the link: a message must not follow the delivery count that already includes it.
    /// </remarks>
    public static void Answer(SenderLink sender, bool drain)
    {
        uint deliveryCount;
        int left;
        lock (LibraryInternals.LockOf(sender))
        {
            ref var credit = ref LibraryInternals.CreditOf(sender);
            deliveryCount = LibraryInternals.DeliveryCountOf(sender);
            left = Math.Max(0, credit);
            if (drain)
            {
                deliveryCount = unchecked(deliveryCount + (uint)left);
                LibraryInternals.SetDeliveryCount(sender, deliveryCount);
                left = 0;
                credit = 0;
            }
        }

        Send(sender.Session, new Flow { DeliveryCount = deliveryCount, LinkCredit = (uint)left, Drain = drain }, sender);
    }

    private static void Send(Session session, Flow flow, Link? link)
    {
        try
        {
            LibraryInternals.SendFlow(session, flow, link);
        }
        catch (Exception ended) when (ended is AmqpException or ObjectDisposedException or IOException)
        {
            // The link or the connection is closing, so the peer does not need the answer.
        }
    }
}
