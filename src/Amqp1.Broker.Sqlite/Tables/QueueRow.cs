namespace Amqp1.Broker.Sqlite.Tables;

/// <summary>A row of the table of queues, kept in memory so that a transaction writes the counts of each queue once.</summary>
internal sealed class QueueRow(long id, string name, string settings)
{
    public long Id { get; } = id;

    public string Name { get; } = name;

    public string Settings { get; set; } = settings;

    public long Messages { get; set; }

    public long Bytes { get; set; }

    /// <summary>The last sequence number that was purged. Rows up to it do not count and are removed later.</summary>
    public long Through { get; set; }

    /// <summary>Whether the row differs from the table.</summary>
    public bool IsChanged { get; set; }
}
