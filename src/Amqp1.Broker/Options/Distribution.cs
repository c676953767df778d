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
}
