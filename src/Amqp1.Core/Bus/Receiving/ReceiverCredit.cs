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

    /// <summary>Returns the credit that the peer still holds, and whether a drain is in progress. Both may change at any time.</summary>
    public static (int Credit, bool IsDraining) Of(ReceiverLink link) => (LibraryInternals.CreditOf(link), LibraryInternals.DrainOf(link));
}
