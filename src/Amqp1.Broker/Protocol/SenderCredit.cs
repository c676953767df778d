namespace Amqp1.Broker.Protocol;

/// <summary>
/// The credit of senders: the messages that the peer may send and those that the broker holds for it never exceed the capacity together.
/// </summary>
internal static class SenderCredit
{
    /// <summary>Returns the new credit of a sender if an update is due, otherwise null. An update is due at half of the capacity.</summary>
    /// <param name="options">The limits.</param>
    /// <param name="credit">The credit that the sender has.</param>
    /// <param name="held">The number of messages of the sender that the broker holds.</param>
    /// <param name="heldBytes">The size of these messages.</param>
    /// <param name="unsettled">The number of deliveries of the sender that are not settled.</param>
    /// <param name="room">The number of messages that the node of the sender would accept.</param>
    public static int? ToTell(EmbeddedRouterOptions options, int credit, int held, long heldBytes, int unsettled, int room)
    {
        var due = Math.Max(Math.Min(options.LinkCapacity - held, options.MaxUnsettledPerLink - unsettled), 0);
        if (heldBytes > 0 && (options.LinkCapacityBytes - heldBytes) * held / heldBytes is var fit && fit < due)
        {
            // For large messages, the credit is the number of messages that fit, assuming the size of the waiting ones.
            due = (int)Math.Max(fit, 0);
            return due < credit || (credit == 0 && due > 0) ? due : null;
        }

        if (room < due)
        {
            due = room;
            return due < credit || (credit == 0 && due > 0) ? due : null;
        }

        return due - credit >= Math.Max(Math.Min(options.LinkCapacity, options.MaxUnsettledPerLink) / 2, 1) ? due : null;
    }
}
