namespace Amqp1.Embedded;

/// <summary>How the router spreads the messages of one address over its consumers.</summary>
public enum Distribution
{
    /// <summary>One consumer gets the message: the next in turn that has credit.</summary>
    Closest,

    /// <summary>One consumer gets the message: the one with the fewest unsettled deliveries among those that have credit.</summary>
    Balanced,

    /// <summary>Every consumer gets a copy. The sender learns the combined outcome once all of them have settled.</summary>
    Multicast,
}
