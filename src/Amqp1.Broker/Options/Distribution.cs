namespace Amqp1.Embedded;

/// <summary>The distribution of the messages of one address among its consumers.</summary>
public enum Distribution
{
    /// <summary>One consumer gets the message: the next one, in rotation, that has credit.</summary>
    Closest,

    /// <summary>One consumer gets the message: the one with the fewest unsettled deliveries among those that have credit.</summary>
    Balanced,

    /// <summary>Every consumer gets a copy. The sender receives the combined outcome when all consumers have settled.</summary>
    Multicast,

    /// <summary>
    /// Messages are stored until a consumer has accepted them; consumers compete for them. The sender's message is accepted when it is
    /// stored.
    /// </summary>
    Queue,

    /// <summary>
    /// Every subscriber gets a copy, which is stored until it has accepted it. A durable subscription, identified by container ID and link
    /// name, receives copies also while its link is detached. The sender's message is accepted when the copies are stored, or if there is no
    /// subscriber.
    /// </summary>
    Topic,
}
