namespace Amqp1.Broker.Sqlite.Tables;

/// <summary>
/// The rows that deleted and purged queues have left. They are removed piece by piece, because the removal of a large queue would delay the
/// messages of all others for seconds.
/// </summary>
internal sealed class SqliteRemains
{
    private readonly SqliteDatabase _database;
    private readonly QueueTable _queues;
    private readonly SqliteStatement _remove;
    private readonly SqliteStatement _forget;
    private readonly Queue<(long Queue, long Through)> _left = [];
    private bool _looks = true;

    public SqliteRemains(SqliteDatabase database, QueueTable queues)
    {
        _database = database;
        _queues = queues;
        _remove = database.Prepare("DELETE FROM message WHERE sequence IN (SELECT sequence FROM message WHERE queue = ? AND sequence <= ? LIMIT ?)");
        _forget = database.Prepare("DELETE FROM deleted WHERE id = ?");
    }

    /// <summary>Whether there may be rows to remove.</summary>
    public bool Exist => _looks || _left.Count > 0;

    /// <summary>Looks for rows again, because a queue was deleted or purged.</summary>
    public void Look() => _looks = true;

    /// <summary>Removes up to this number of rows, in a transaction.</summary>
    public void Remove(int most)
    {
        if (_left.Count == 0)
        {
            Find();
        }

        if (_left.TryPeek(out var left))
        {
            _remove.Bind(1, left.Queue).Bind(2, left.Through).Bind(3, most).Run();
            if (_database.Changes < most)
            {
                _forget.Bind(1, left.Queue).Run();
                _left.Dequeue();
            }
        }
    }

    private void Find()
    {
        _looks = false;
        foreach (var row in _queues.Rows.Where(row => row.Through > 0))
        {
            _left.Enqueue((row.Id, row.Through));
        }

        using var deleted = _database.Prepare("SELECT id FROM deleted");
        while (deleted.Step())
        {
            _left.Enqueue((deleted.Number(0), long.MaxValue));
        }
    }
}
