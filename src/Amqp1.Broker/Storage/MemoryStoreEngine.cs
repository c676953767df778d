namespace Amqp1.Broker.Storage;

/// <summary>Keeps the data of a store in memory. It behaves like an engine on disk, so that one test suite can hold both to the same contract.</summary>
internal sealed class MemoryStoreEngine(MemoryStoreData data) : IStoreEngine
{
    private readonly Stack<Action> _undo = [];
    private bool _owns;

    public string Name => "memory";

    public long DiskBytes => 0;

    public StoreContents Open()
    {
        if (data.IsOpen)
        {
            throw new StoreException(new StoreFailure(StoreFailureKind.Locked, "The data is used by another store. Close that store first."));
        }

        _owns = data.IsOpen = true;
        return new StoreContents(
            [.. data.Queues.Values],
            data.Places.Count == 0 ? 0 : data.Places.Keys.Max(),
            data.Queues.Count == 0 ? 0 : data.Queues.Keys.Last());
    }

    public void Begin() => _undo.Clear();

    public void Apply(in StoreOperation operation)
    {
        switch (operation.Kind)
        {
            case StoreOperationKind.CreateQueue:
                Create(new StoredQueue(operation.Queue, operation.Name!, operation.Settings!, 0, 0));
                break;
            case StoreOperationKind.UpdateQueue:
                if (data.Queues.TryGetValue(operation.Queue, out var queue))
                {
                    Set(queue with { Settings = operation.Settings! });
                }

                break;
            case StoreOperationKind.DeleteQueue:
                Delete(operation.Queue);
                break;
            case StoreOperationKind.Purge:
                Purge(operation.Queue, operation.Sequence);
                break;
            case StoreOperationKind.Append:
                // The memory of the payload belongs to the caller after the operation.
                Add(operation.Message with { Payload = operation.Message.Payload.ToArray() });
                break;
            case StoreOperationKind.Remove:
                TryRemove(operation.Sequence, out _);
                break;
            case StoreOperationKind.SetDeliveryCount:
                if (TryRemove(operation.Sequence, out var message))
                {
                    Add(message with { DeliveryCount = operation.DeliveryCount });
                }

                break;
            case StoreOperationKind.Move:
                Move(operation.Sequence, operation.Message);
                break;
            default:
                throw new ArgumentException($"The operation {operation.Kind} changes nothing.", nameof(operation));
        }
    }

    public void Commit() => _undo.Clear();

    public void Rollback()
    {
        while (_undo.TryPop(out var undo))
        {
            undo();
        }
    }

    public void Probe()
    {
        // Memory can always be written.
    }

    public StorePage Read(in StoreRange range)
    {
        var page = new List<StoredMessage>();
        if (!data.Messages.TryGetValue(range.Queue, out var messages))
        {
            return new StorePage(page, AtEnd: true);
        }

        var bytes = 0L;
        foreach (var (sequence, message) in messages)
        {
            if (sequence > range.Through)
            {
                break;
            }

            if (sequence <= range.After)
            {
                continue;
            }

            if (page.Count == range.MaxMessages || bytes >= range.MaxBytes)
            {
                return new StorePage(page, AtEnd: false);
            }

            page.Add(message);
            bytes += message.Payload.Length;
        }

        return new StorePage(page, AtEnd: true);
    }

    public bool Tidy() => false;

    public IStoreBackup StartBackup(string path) =>
        throw new StoreException(new StoreFailure(StoreFailureKind.ReadOnly, "A store in memory cannot be copied to a file."));

    public void Abandon() => Rollback();

    public void Dispose()
    {
        if (_owns)
        {
            _owns = data.IsOpen = false;
        }
    }

    private void Create(StoredQueue queue)
    {
        data.Queues.Add(queue.Id, queue);
        data.Messages.Add(queue.Id, []);
        _undo.Push(() =>
        {
            data.Queues.Remove(queue.Id);
            data.Messages.Remove(queue.Id);
        });
    }

    private void Set(StoredQueue queue)
    {
        var before = data.Queues[queue.Id];
        data.Queues[queue.Id] = queue;
        _undo.Push(() => data.Queues[before.Id] = before);
    }

    private void Delete(long id)
    {
        Purge(id, long.MaxValue);
        if (!data.Queues.Remove(id, out var queue))
        {
            return;
        }

        data.Messages.Remove(id);
        _undo.Push(() =>
        {
            data.Queues.Add(id, queue);
            data.Messages.Add(id, []);
        });
    }

    private void Purge(long id, long through)
    {
        if (data.Messages.TryGetValue(id, out var messages))
        {
            foreach (var sequence in messages.Keys.TakeWhile(sequence => sequence <= through).ToArray())
            {
                TryRemove(sequence, out _);
            }
        }
    }

    private void Add(StoredMessage message)
    {
        if (!data.Queues.TryGetValue(message.Queue, out var queue))
        {
            return;
        }

        Insert(message);
        Set(queue with { Messages = queue.Messages + 1, Bytes = queue.Bytes + message.Payload.Length });
        _undo.Push(() => Take(message.Sequence));
    }

    private bool TryRemove(long sequence, out StoredMessage removed)
    {
        if (!data.Places.TryGetValue(sequence, out var place))
        {
            removed = default;
            return false;
        }

        var message = Take(sequence);
        var queue = data.Queues[place];
        Set(queue with { Messages = queue.Messages - 1, Bytes = queue.Bytes - message.Payload.Length });
        _undo.Push(() => Insert(message));
        removed = message;
        return true;
    }

    private void Move(long sequence, in StoredMessage moved)
    {
        if (TryRemove(sequence, out var message))
        {
            Add(moved with { Payload = moved.Payload.IsEmpty ? message.Payload : moved.Payload.ToArray() });
        }
    }

    private void Insert(in StoredMessage message)
    {
        data.Messages[message.Queue].Add(message.Sequence, message);
        data.Places.Add(message.Sequence, message.Queue);
    }

    private StoredMessage Take(long sequence)
    {
        data.Places.Remove(sequence, out var queue);
        data.Messages[queue].Remove(sequence, out var message);
        return message;
    }
}
