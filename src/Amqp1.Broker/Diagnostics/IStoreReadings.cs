namespace Amqp1.Broker.Diagnostics;

/// <summary>The values of a store that the gauges show. May be read by any thread.</summary>
internal interface IStoreReadings
{
    /// <summary>The name of the store, such as its path.</summary>
    string Name { get; }

    /// <summary>The number of bytes on disk.</summary>
    long DiskBytes { get; }
}
