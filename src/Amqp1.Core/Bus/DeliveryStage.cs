namespace Amqp1.Bus;

/// <summary>Where a message is on its way through a sender.</summary>
internal enum DeliveryStage
{
    /// <summary>Not with any sender.</summary>
    None,

    /// <summary>Waiting for link, credit or reply address.</summary>
    Queued,

    /// <summary>
    /// Claimed for sending: one thread is handing it to the link. From here on it counts as possibly left, until that thread has proven
    /// the contrary.
    /// </summary>
    Claimed,

    /// <summary>Handed to the link, no outcome yet.</summary>
    InFlight,

    /// <summary>Returned by the peer, waiting for its delay to be sent again.</summary>
    Delayed,

    /// <summary>Handed to a server or listener of this process, no outcome yet.</summary>
    HandedOver,

    /// <summary>Done with.</summary>
    Done,
}
