namespace Amqp1.Broker.Storage;

/// <summary>The end of an operation or a read, which <see cref="Report"/> passes to the object that waits for it.</summary>
/// <param name="Done">Waits for the end of an operation; null for a read.</param>
/// <param name="Reader">Waits for a page; null for an operation.</param>
/// <param name="Page">The page of a read.</param>
/// <param name="Failure">The reason of a failure; null after success.</param>
internal readonly record struct StoreResult(IStoreCallback? Done, IStoreReader? Reader, StorePage Page, StoreFailure? Failure)
{
    public void Report()
    {
        Done?.OnStored(Failure);
        Reader?.OnRead(Page.Messages ?? [], Page.AtEnd, Failure);
    }
}
