namespace Amqp1.Broker.Storage;

/// <summary>Receives the results of a store. Called by any thread, also in a turn; must neither block nor throw.</summary>
internal interface IStoreListener
{
    /// <summary>Handles the results of a transaction, in order. The listener owns the list.</summary>
    void OnCompleted(List<StoreResult> results);

    /// <summary>Handles a possible change of <see cref="IMessageStore.WantsMessages"/>.</summary>
    void OnDemandChanged();
}
