using System.Diagnostics.CodeAnalysis;

namespace Amqp1.Broker.Sqlite.Tables;

/// <summary>The table of queues.</summary>
internal sealed class QueueTable
{
    private readonly SqliteDatabase _database;
    private readonly SqliteStatement _insert;
    private readonly SqliteStatement _update;
    private readonly SqliteStatement _delete;
    private readonly SqliteStatement _deleted;
    private readonly Dictionary<long, QueueRow> _rows = [];
    private readonly List<QueueRow> _changed = [];

    public QueueTable(SqliteDatabase database)
    {
        _database = database;
        _insert = database.Prepare("INSERT INTO queue(id, name, settings, messages, bytes, through) VALUES(?, ?, ?, 0, 0, 0)");
        _update = database.Prepare("UPDATE queue SET settings = ?, messages = ?, bytes = ?, through = ? WHERE id = ?");
        _delete = database.Prepare("DELETE FROM queue WHERE id = ?");
        _deleted = database.Prepare("INSERT INTO deleted(id) VALUES(?)");
        Load();
    }

    /// <summary>The queues, in the order of their creation.</summary>
    public IEnumerable<QueueRow> Rows => _rows.Values.OrderBy(row => row.Id);

    /// <summary>The largest ID in use, also by a queue that was deleted and whose messages are still there.</summary>
    public long LastId => _database.Number("SELECT max(id) FROM (SELECT id FROM queue UNION ALL SELECT id FROM deleted)");

    public bool TryGet(long id, [NotNullWhen(true)] out QueueRow? row) => _rows.TryGetValue(id, out row);

    public void Create(long id, string name, string settings)
    {
        _insert.Bind(1, id).Bind(2, name).Bind(3, settings).Run();
        _rows.Add(id, new QueueRow(id, name, settings));
    }

    public void Delete(long id)
    {
        if (_rows.Remove(id, out var row))
        {
            _changed.Remove(row);
            _delete.Bind(1, id).Run();
            _deleted.Bind(1, id).Run();
        }
    }

    /// <summary>Writes the row at the end of the transaction.</summary>
    public void Change(QueueRow row)
    {
        if (!row.IsChanged)
        {
            row.IsChanged = true;
            _changed.Add(row);
        }
    }

    /// <summary>Counts messages that a queue has gained or lost.</summary>
    public void Count(QueueRow row, long messages, long bytes)
    {
        row.Messages += messages;
        row.Bytes += bytes;
        Change(row);
    }

    /// <summary>Writes the changed rows.</summary>
    public void Save()
    {
        foreach (var row in _changed)
        {
            _update.Bind(1, row.Settings).Bind(2, row.Messages).Bind(3, row.Bytes).Bind(4, row.Through).Bind(5, row.Id).Run();
            row.IsChanged = false;
        }

        _changed.Clear();
    }

    /// <summary>Reads the rows, also after a transaction was rolled back.</summary>
    public void Load()
    {
        _rows.Clear();
        _changed.Clear();
        using var rows = _database.Prepare("SELECT id, name, settings, messages, bytes, through FROM queue");
        while (rows.Step())
        {
            var row = new QueueRow(rows.Number(0), rows.Text(1), rows.Text(2))
            {
                Messages = rows.Number(3),
                Bytes = rows.Number(4),
                Through = rows.Number(5),
            };
            _rows.Add(row.Id, row);
        }
    }
}
