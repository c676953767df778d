using Amqp;
using Amqp1.Transport;

namespace Amqp1.Bus;

/// <summary>Grants credit on receiving links.</summary>
/// <remarks>
/// AMQPNetLite takes the locks of link and session in this order when it sends a flow, and in the other when the peer ends the
/// session: a worker that grants credit at that moment and the connection's pump would wait for each other for ever. So the
/// session's lock is taken first here as well.
/// </remarks>
internal static class ReceiverCredit
{
    /// <summary>Adds to the link's credit, or starts a drain. Quiet when the link is closing.</summary>
    public static void Set(ReceiverLink link, int credit, CreditMode mode)
    {
        lock (LibraryInternals.LockOf(link.Session))
        {
            link.SetCredit(credit, mode);
        }
    }

    /// <summary>What the peer may still send, and whether a drain is under way. Either may have changed when this returns.</summary>
    public static (int Credit, bool IsDraining) Of(ReceiverLink link) => (LibraryInternals.CreditOf(link), LibraryInternals.DrainOf(link));
}
