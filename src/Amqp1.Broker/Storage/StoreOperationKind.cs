namespace Amqp1.Broker.Storage;

/// <summary>The kinds of operations.</summary>
internal enum StoreOperationKind
{
    CreateQueue,
    UpdateQueue,
    DeleteQueue,
    Purge,
    Append,
    Remove,
    SetDeliveryCount,
    Move,
    Read,
    Flush,
}
