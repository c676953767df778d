namespace Amqp1.Broker.Nodes.Queues;

/// <summary>The subscription that a queue belongs to. Used in a turn.</summary>
internal interface ISubscription
{
    /// <summary>The name, unique in the topic.</summary>
    string Name { get; }

    /// <summary>The settings of the subscription in the store; null if it ends with its link and is not stored.</summary>
    string? StoredSettings { get; }

    /// <summary>Handles that <see cref="QueueNode.WantsMessages"/> may have changed.</summary>
    void OnDemandChanged();

    /// <summary>Handles that the queue was deleted.</summary>
    void OnDeleted();
}
