namespace Amqp1.Bus.Sending;

/// <summary>The stage of a message on its way through a sender.</summary>
internal enum DeliveryStage
{
    /// <summary>The message does not belong to a sender.</summary>
    None,

    /// <summary>The message waits for link, credit or reply address.</summary>
    Queued,

    /// <summary>
    /// The message is claimed for sending: one thread is handing it to the link. From this stage on, the message counts as possibly sent
    /// until that thread has determined that it was not sent.
    /// </summary>
    Claimed,

    /// <summary>The message was handed to the link and does not have an outcome yet.</summary>
    InFlight,

    /// <summary>The peer returned the message, which waits for the delay before it is sent again.</summary>
    Delayed,

    /// <summary>The message was handed to a server or listener of this process and does not have an outcome yet.</summary>
    HandedOver,

    /// <summary>The message is finished.</summary>
    Done,
}
