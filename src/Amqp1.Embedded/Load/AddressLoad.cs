namespace Amqp1.Embedded.Load;

/// <summary>The load of one address, queue or exchange.</summary>
/// <param name="Name">The name, without the class that routers put in front of it.</param>
/// <param name="Distribution">The distribution of a router, or the type of a queue.</param>
internal sealed record AddressLoad(string Name, string Distribution)
{
    /// <summary>The number of consumers.</summary>
    public long Consumers { get; init; }

    /// <summary>The number of messages that senders have sent since the start.</summary>
    public long Received { get; init; }

    /// <summary>The number of messages that consumers have received since the start.</summary>
    public long Sent { get; init; }

    /// <summary>The number of messages that wait for a consumer.</summary>
    public long Waiting { get; init; }

    /// <summary>The number of messages that consumers have received and not settled.</summary>
    public long Unsettled { get; init; }

    /// <summary>The number of consumers that do not keep up.</summary>
    public long SlowConsumers { get; init; }

    /// <summary>The messages that senders have sent, for each second; null in the first state.</summary>
    public double? InRate { get; init; }

    /// <summary>The messages that consumers have received, for each second; null in the first state.</summary>
    public double? OutRate { get; init; }
}
