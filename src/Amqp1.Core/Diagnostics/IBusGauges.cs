namespace Amqp1.Diagnostics;

/// <summary>What can be read off a bus at any moment. Thread-safe.</summary>
internal interface IBusGauges
{
    /// <summary>The name of the instance; null for the one without.</summary>
    string? Instance { get; }

    int PendingCalls { get; }

    int PendingDeliveries { get; }

    /// <summary>Links to destinations, and links to reply addresses.</summary>
    (int Destinations, int Replies) SenderLinks { get; }

    /// <summary>What is being handled, for each subscription; its topic, unless it has several.</summary>
    IEnumerable<(string? Topic, int Count)> Running { get; }

    /// <summary>Each receiving link; a topic may be there more than once.</summary>
    IEnumerable<TopicGauge> Links { get; }
}
