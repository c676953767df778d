namespace Amqp1.Broker.Storage;

/// <summary>The exception that is thrown if a store cannot be opened, read or written.</summary>
internal sealed class StoreException : IOException
{
    public StoreException(StoreFailure failure, Exception? inner = null)
        : base(failure.Text, inner) => Failure = failure;

    public StoreFailure Failure { get; }
}
