using Amqp;
using Amqp1.Bus.Context;
using Amqp1.Bus.Receiving;

namespace Amqp1.Bus.Replies;

/// <summary>
/// The probes that are not settled before their calls end. A router returns them when this process ends, so that the servers of these calls
/// learn it at once (docs/spec/behaviour.md#lost-callers). There is at most one for each call. Thread-safe.
/// </summary>
internal sealed class HeldProbes(BusContext context)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, (ReceiverLink Link, MessageDelivery Delivery)> _held = [];
    private volatile bool _isUsed;

    /// <summary>Holds a probe until the release of its call. Returns false if there is one for this call already.</summary>
    public bool TryHold(ulong slot, ReceiverLink link, MessageDelivery delivery)
    {
        lock (_gate)
        {
            _isUsed = true;
            return _held.TryAdd(slot, (link, delivery));
        }
    }

    /// <summary>Settles the probe of a call that has ended, if there is one. Does not throw.</summary>
    public void Release(ulong slot)
    {
        if (!_isUsed)
        {
            return;
        }

        (ReceiverLink Link, MessageDelivery Delivery) held;
        lock (_gate)
        {
            if (!_held.Remove(slot, out held))
            {
                return;
            }

            _isUsed = _held.Count > 0;
        }

        try
        {
            held.Link.Complete(held.Delivery, Settlements.Accepted);
        }
        catch (Exception gone) when (gone is AmqpException or InvalidOperationException or IOException)
        {
            // The link or its connection has ended.
            BusLog.SettlementLost(context.Logger, PeerText.Clean(gone.Message));
        }
    }

    /// <summary>Forgets all probes, because their link has ended.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _held.Clear();
            _isUsed = false;
        }
    }
}
