namespace Amqp1.Broker.Nodes;

/// <summary>The features that a peer may ask for in the source of its link, and that not every node supports.</summary>
[Flags]
internal enum SourceFeatures
{
    None = 0,

    /// <summary>Distribution mode copy: the consumer receives copies, and the messages remain for others.</summary>
    Browsing = 1,

    /// <summary>A subscription that outlives its link.</summary>
    DurableSubscriptions = 2,
}
