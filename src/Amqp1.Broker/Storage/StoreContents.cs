namespace Amqp1.Broker.Storage;

/// <summary>The result of opening a store.</summary>
/// <param name="Queues">The queues, in the order of their creation.</param>
/// <param name="LastSequence">The largest sequence number in use.</param>
/// <param name="LastQueue">The largest ID of a queue in use.</param>
internal sealed record StoreContents(IReadOnlyList<StoredQueue> Queues, long LastSequence, long LastQueue);
