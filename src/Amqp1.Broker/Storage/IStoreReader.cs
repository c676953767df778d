namespace Amqp1.Broker.Storage;

/// <summary>Receives a page of messages.</summary>
internal interface IStoreReader
{
    /// <summary>
    /// Handles the page. Called once, in a turn. Must not throw.
    /// </summary>
    /// <param name="page">The messages, in order.</param>
    /// <param name="atEnd">Whether the range contains no messages after the page.</param>
    /// <param name="failure">The reason why the messages could not be read, with an empty page; null if they were read.</param>
    void OnRead(IReadOnlyList<StoredMessage> page, bool atEnd, StoreFailure? failure);
}
