using Amqp1.Broker.Sqlite.Tables;
using Amqp1.Broker.Storage;

namespace Amqp1.Broker.Sqlite.Salvage;

/// <summary>Writes the rows that a scan has found to a new store: in a first scan those of queues, in a second those of messages.</summary>
internal sealed class SalvagedRows
{
    private const int RowsInTransaction = 4096;
    private const string QueueShape = "nttiii";
    private const string DeletedShape = "n";
    private const string MessageShape = "niiiniib";
    private const string ExpiringMessageShape = "niiiiiib";
    private readonly SqliteTables _target;
    private readonly HashSet<long> _deleted = [];
    private readonly Dictionary<long, long> _through = [];
    private int _inTransaction;

    public SalvagedRows(SqliteTables target)
    {
        _target = target;
        target.Begin();
    }

    /// <summary>The number of messages that were copied.</summary>
    public long Messages { get; private set; }

    /// <summary>The number of messages that were found, but whose payload is damaged.</summary>
    public long Unreadable { get; private set; }

    public void AddQueue(long id, Record row)
    {
        switch (row.Shape)
        {
            case QueueShape when _through.TryAdd(id, row.Number(5)):
                _target.Queues.Create(id, row.TextOf(1), row.TextOf(2));
                break;
            case DeletedShape:
                _deleted.Add(id);
                break;
        }
    }

    public void AddMessage(long sequence, Record row)
    {
        if (row.Shape is not (MessageShape or ExpiringMessageShape) || _target.Messages.Contains(sequence))
        {
            return;
        }

        var queue = row.Number(1);
        if (_deleted.Contains(queue) || sequence <= _through.GetValueOrDefault(queue))
        {
            return;
        }

        var payload = row.Bytes(7);
        if (row.Number(6) != MessageTable.Checksum(payload.Span))
        {
            Unreadable++;
            return;
        }

        if (_through.TryAdd(queue, 0))
        {
            // The row of the queue is lost. The broker gives the messages a queue with this name and its default settings.
            _target.Queues.Create(queue, $"salvaged-{queue}", "");
        }

        _target.Messages.Insert(new StoredMessage
        {
            Queue = queue,
            Sequence = sequence,
            Format = (uint)row.Number(2),
            Enqueued = row.Number(3),
            Expires = row.OptionalNumber(4),
            DeliveryCount = (uint)row.Number(5),
            Payload = payload,
        });
        Messages++;
        if (++_inTransaction == RowsInTransaction)
        {
            _inTransaction = 0;
            _target.Commit();
            _target.Tidy();
            _target.Begin();
        }
    }

    /// <summary>Writes the last rows.</summary>
    public void Complete() => _target.Commit();
}
