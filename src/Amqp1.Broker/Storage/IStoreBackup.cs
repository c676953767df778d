namespace Amqp1.Broker.Storage;

/// <summary>A copy of a store that is being written. Disposing it before the end abandons it.</summary>
internal interface IStoreBackup : IDisposable
{
    /// <summary>Copies a piece. Returns true if the copy is complete and on disk.</summary>
    bool Step();
}
