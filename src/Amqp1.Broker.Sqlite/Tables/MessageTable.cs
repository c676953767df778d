using System.IO.Hashing;
using Amqp1.Broker.Storage;

namespace Amqp1.Broker.Sqlite.Tables;

/// <summary>The table of messages.</summary>
internal sealed class MessageTable
{
    private readonly SqliteDatabase _database;
    private readonly QueueTable _queues;
    private readonly SqliteStatement _insert;
    private readonly SqliteStatement _delete;
    private readonly SqliteStatement _count;
    private readonly SqliteStatement _find;
    private readonly SqliteStatement _move;
    private readonly SqliteStatement _replace;
    private readonly SqliteStatement _last;
    private readonly SqliteStatement _sum;
    private readonly SqliteStatement _read;

    public MessageTable(SqliteDatabase database, QueueTable queues)
    {
        _database = database;
        _queues = queues;
        _insert = database.Prepare(
            "INSERT INTO message(sequence, queue, format, enqueued, expires, deliveries, checksum, payload) VALUES(?, ?, ?, ?, ?, ?, ?, ?)");
        _delete = database.Prepare("DELETE FROM message WHERE sequence = ? RETURNING queue, length(payload)");
        _count = database.Prepare("UPDATE message SET deliveries = ? WHERE sequence = ?");
        _find = database.Prepare("SELECT queue, length(payload) FROM message WHERE sequence = ?");
        _move = database.Prepare(
            "UPDATE message SET sequence = ?2, queue = ?3, format = ?4, enqueued = ?5, expires = ?6, deliveries = ?7 WHERE sequence = ?1");
        _replace = database.Prepare("UPDATE message SET checksum = ?, payload = ? WHERE sequence = ?");
        _last = database.Prepare("SELECT max(sequence) FROM message WHERE queue = ?");
        _sum = database.Prepare("SELECT count(*), sum(length(payload)) FROM message WHERE queue = ? AND sequence > ?");
        _read = database.Prepare(
            "SELECT sequence, format, enqueued, expires, deliveries, checksum, payload FROM message WHERE queue = ? AND sequence > ? AND sequence <= ? ORDER BY sequence");
    }

    /// <summary>The largest sequence number in use.</summary>
    public long LastSequence => _database.Number("SELECT max(sequence) FROM (SELECT max(sequence) AS sequence FROM message UNION ALL SELECT max(through) FROM queue)");

    /// <summary>Returns the checksum that is stored with a payload.</summary>
    public static long Checksum(ReadOnlySpan<byte> payload) => unchecked((long)XxHash3.HashToUInt64(payload));

    /// <summary>Returns whether a row has this sequence number.</summary>
    public bool Contains(long sequence) => One(_find.Bind(1, sequence)).First != 0;

    public void Insert(in StoredMessage message)
    {
        if (_queues.TryGet(message.Queue, out var queue))
        {
            _insert.Bind(1, message.Sequence).Bind(2, message.Queue).Bind(3, message.Format).Bind(4, message.Enqueued).Bind(5, message.Expires)
                .Bind(6, message.DeliveryCount).Bind(7, Checksum(message.Payload.Span)).Bind(8, message.Payload.Span).Run();
            _queues.Count(queue, 1, message.Payload.Length);
        }
    }

    public void Delete(long sequence)
    {
        var (queue, size) = One(_delete.Bind(1, sequence));
        Uncount(queue, sequence, size);
    }

    public void SetDeliveryCount(long sequence, uint count) => _count.Bind(1, count).Bind(2, sequence).Run();

    public void Move(long sequence, in StoredMessage moved)
    {
        var (from, size) = One(_find.Bind(1, sequence));
        if (!_queues.TryGet(from, out var source) || sequence <= source.Through)
        {
            return;
        }

        if (!_queues.TryGet(moved.Queue, out var target))
        {
            Delete(sequence);
            return;
        }

        _move.Bind(1, sequence).Bind(2, moved.Sequence).Bind(3, moved.Queue).Bind(4, moved.Format).Bind(5, moved.Enqueued).Bind(6, moved.Expires)
            .Bind(7, moved.DeliveryCount).Run();
        if (!moved.Payload.IsEmpty)
        {
            _replace.Bind(1, Checksum(moved.Payload.Span)).Bind(2, moved.Payload.Span).Bind(3, moved.Sequence).Run();
        }

        _queues.Count(source, -1, -size);
        _queues.Count(target, 1, moved.Payload.IsEmpty ? size : moved.Payload.Length);
    }

    /// <summary>Marks the messages of a queue up to a sequence number as removed.</summary>
    public void Purge(QueueRow queue, long through)
    {
        var (last, _) = One(_last.Bind(1, queue.Id));
        queue.Through = Math.Max(queue.Through, Math.Min(through, last));
        (queue.Messages, queue.Bytes) = One(_sum.Bind(1, queue.Id).Bind(2, queue.Through));
        _queues.Change(queue);
    }

    /// <summary>Reads a page. The sequence numbers of messages with another checksum than their payload are added to <paramref name="damaged"/>.</summary>
    public StorePage Read(in StoreRange range, List<long> damaged)
    {
        var page = new List<StoredMessage>();
        if (!_queues.TryGet(range.Queue, out var queue))
        {
            return new StorePage(page, AtEnd: true);
        }

        var bytes = 0L;
        _read.Bind(1, range.Queue).Bind(2, Math.Max(range.After, queue.Through)).Bind(3, range.Through);
        try
        {
            while (_read.Step())
            {
                if (page.Count == range.MaxMessages || bytes >= range.MaxBytes)
                {
                    return new StorePage(page, AtEnd: false);
                }

                var payload = _read.Blob(6);
                if (_read.Number(5) != Checksum(payload))
                {
                    damaged.Add(_read.Number(0));
                    continue;
                }

                page.Add(MessageOf(range.Queue, payload.ToArray()));
                bytes += payload.Length;
            }

            return new StorePage(page, AtEnd: true);
        }
        finally
        {
            _read.Reset();
        }
    }

    private static (long First, long Second) One(SqliteStatement statement)
    {
        try
        {
            var row = statement.Step() ? (statement.Number(0), statement.Number(1)) : default;

            // A statement that changes the table is done when it has returned all rows.
            while (row != default && statement.Step())
            {
            }

            return row;
        }
        finally
        {
            statement.Reset();
        }
    }

    private StoredMessage MessageOf(long queue, byte[] payload) => new()
    {
        Queue = queue,
        Sequence = _read.Number(0),
        Format = (uint)_read.Number(1),
        Enqueued = _read.Number(2),
        Expires = _read.OptionalNumber(3),
        DeliveryCount = (uint)_read.Number(4),
        Payload = payload,
    };

    private void Uncount(long id, long sequence, long size)
    {
        if (_queues.TryGet(id, out var queue) && sequence > queue.Through)
        {
            _queues.Count(queue, -1, -size);
        }
    }
}
