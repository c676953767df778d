namespace Amqp1.Bus;

/// <summary>What follows from the outcome of a delivery.</summary>
internal enum Verdict
{
    /// <summary>The peer has taken it.</summary>
    Accepted,

    /// <summary>It certainly was not processed: it may be sent again while a retry is left.</summary>
    Resend,

    /// <summary>It never left this side: it goes back to the front of the queue.</summary>
    Requeue,

    /// <summary>It is over.</summary>
    Fail,
}
