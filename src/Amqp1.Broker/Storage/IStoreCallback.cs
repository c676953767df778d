namespace Amqp1.Broker.Storage;

/// <summary>Learns the end of one operation. A message object of a queue can implement it, so that no other object is allocated.</summary>
internal interface IStoreCallback
{
    /// <summary>
    /// Handles the end of the operation. Called once, in a turn. Must not throw.
    /// </summary>
    /// <param name="failure">The reason why the operation has failed; null if it is on disk.</param>
    void OnStored(StoreFailure? failure);
}
