namespace Amqp1.Broker.Sqlite.Tables;

/// <summary>The settings of a store.</summary>
internal sealed record SqliteStoreSettings
{
    /// <summary>The full path of the file.</summary>
    public required string Path { get; init; }

    /// <summary>The size from which messages are refused, in bytes; null for no limit but the disk.</summary>
    public long? MaxBytes { get; init; }
}
