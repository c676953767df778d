namespace Amqp1.Bus.Sending;

/// <summary>The consequence of the outcome of a delivery.</summary>
internal enum Verdict
{
    /// <summary>The peer accepted the message.</summary>
    Accepted,

    /// <summary>The message was certainly not processed and may be sent again while retries are left.</summary>
    Resend,

    /// <summary>The message was never sent and returns to the front of the queue.</summary>
    Requeue,

    /// <summary>The delivery failed.</summary>
    Fail,
}
