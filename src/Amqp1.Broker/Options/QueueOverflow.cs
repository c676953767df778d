namespace Amqp1.Embedded;

/// <summary>The behaviour of a queue that has reached its limit of messages or bytes.</summary>
public enum QueueOverflow
{
    /// <summary>
    /// Senders get no further credit until messages were consumed. A message for which its sender already has credit is stored. A message
    /// from a link without an address, whose credit does not depend on the queue, is released.
    /// </summary>
    Block,

    /// <summary>Messages are rejected with <c>amqp:resource-limit-exceeded</c>. Pre-settled messages are lost and counted.</summary>
    Reject,

    /// <summary>The oldest waiting messages are dropped and counted.</summary>
    DropOldest,
}
