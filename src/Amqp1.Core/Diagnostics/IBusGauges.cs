namespace Amqp1.Diagnostics;

/// <summary>Provides the values of a bus that can be read at any time. Thread-safe.</summary>
internal interface IBusGauges
{
    /// <summary>The name of the instance; null for the instance without a name.</summary>
    string? Instance { get; }

    int PendingCalls { get; }

    int PendingDeliveries { get; }

    /// <summary>The number of links to destinations, and of links to reply addresses.</summary>
    (int Destinations, int Replies) SenderLinks { get; }

    /// <summary>The number of messages being handled, for each subscription, and its topic unless it has several.</summary>
    IEnumerable<(string? Topic, int Count)> Running { get; }

    /// <summary>The receiving links. Several links can have the same topic.</summary>
    IEnumerable<TopicGauge> Links { get; }
}
