using Amqp;
using Amqp1.Transport;

namespace Amqp1.Bus.Receiving;

/// <summary>Grants credit on receiving links.</summary>
/// <remarks>
/// AMQPNetLite takes the lock of the link before the lock of the session when it sends a flow, and in the reverse order when the peer ends
/// the session. A worker that grants credit at that moment would deadlock with the connection's pump. This class therefore takes the lock of
/// the session first.
/// </remarks>
internal static class ReceiverCredit
{
    /// <summary>Adds to the link's credit, or starts a drain. Does nothing if the link is closing.</summary>
    public static void Set(ReceiverLink link, int credit, CreditMode mode)
    {
        lock (LibraryInternals.LockOf(link.Session))
        {
            link.SetCredit(credit, mode);
        }
    }

    /// <summary>
    /// Returns whether the peer holds no credit, so that no message can come. Otherwise the link is drained: the peer either uses the credit
    /// or gives it up. The drain is repeated if a worker has granted credit since.
    /// </summary>
    public static bool IsDrained(ReceiverLink link)
    {
        if (link.LinkState != LinkState.Attached || LibraryInternals.CreditOf(link) is not (> 0 and var credit))
        {
            return true;
        }

        if (!LibraryInternals.DrainOf(link))
        {
            Set(link, credit, CreditMode.Drain);
        }

        return false;
    }
}
