namespace Amqp1.Bus.Sending;

/// <summary>The result of handing a message to its link.</summary>
internal enum HandOver
{
    /// <summary>The link has taken the message, or the message is already finished.</summary>
    Taken,

    /// <summary>The link was lost or had no credit any more, and the message was certainly not sent. It waits again, unless it has ended.</summary>
    Requeued,

    /// <summary>The link was lost and the message may have been sent.</summary>
    Lost,
}
