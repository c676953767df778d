using Amqp1.Broker.Context;
using Amqp1.Broker.Storage;
using Amqp1.Broker.Turns;

namespace Amqp1.Broker.Nodes.Queues;

/// <summary>
/// The part of a queue that is in the store. The messages at the head of the queue are in memory as well; behind them, messages can be in
/// the store only, and are read in pages as consumers take the messages before them. Used in a turn.
/// </summary>
internal sealed class DurableMessages(QueueNode queue, QueueServices services, IMessageStore store) : IStoreReader
{
    private const int PageMessages = 1000;
    private const long PageBytes = 1024 * 1024;

    // The window: messages that arrive behind so many are not kept in memory.
    private const int MostLoaded = 10_000;
    private const long MostLoadedBytes = 16 * 1024 * 1024;
    private long? _id;
    private string _settings = "";
    private int _loaded;
    private long _loadedBytes;
    private StoreRange _unread;
    private StoreRange _asked;
    private IChore? _waiting;

    /// <summary>The number of messages that are in the store only.</summary>
    public int Unread { get; private set; }

    /// <summary>Whether a page is being read.</summary>
    public bool IsReading { get; private set; }

    private bool HasRoom => _loaded < MostLoaded / 2 && _loadedBytes < MostLoadedBytes / 2;

    /// <summary>Takes over a queue that was found in the store.</summary>
    public void Recover(StoredQueue found)
    {
        _id = found.Id;
        _settings = found.Settings;
        queue.IsPermanent |= found.Settings == QueueNode.PermanentSettings;
        Unread = (int)found.Messages;
        _unread = new StoreRange(found.Id, 0, services.NextSequence(), PageMessages, PageBytes);
        queue.Messages.Limits.Add(Unread, found.Bytes + (found.Messages * MemoryAccount.Delivery));
        Load();
    }

    /// <summary>Stores the queue itself and its settings, if they are not in the store.</summary>
    public void Persist()
    {
        var settings = queue.StoredSettings;
        if (_id is not { } id)
        {
            (_id, _settings) = (store.CreateQueue(queue.Name, settings), settings);
        }
        else if (settings != _settings)
        {
            _settings = settings;
            store.UpdateQueue(id, settings);
        }
    }

    /// <summary>
    /// Stores a message. Its producer is told the outcome when it is on disk, and then consumers may get it. Returns false if the queue keeps
    /// the message in memory only.
    /// </summary>
    public bool TryAppend(Arrival arrival, DeliveryTicket? ticket) =>
        IsStored(arrival) && Append(arrival, new PendingAppend(queue, arrival, services.NextSequence(), ticket));

    /// <summary>Stores a copy of a message of a topic in the same way. The message of the topic is told when the copy is on disk.</summary>
    public bool TryAppendCopy(TopicMessage message)
    {
        if (!IsStored(message.Arrival))
        {
            return false;
        }

        var copy = message.BeginToStore();
        return Append(copy, new PendingAppend(queue, copy, services.NextSequence(), null) { Written = message, IsReported = message.IsReported });
    }

    /// <summary>Moves a message from another queue, in one step. <paramref name="written"/> is called when that is on disk.</summary>
    public void Move(QueuedMessage from, Arrival arrival, IStoreCallback? written)
    {
        var append = new PendingAppend(queue, arrival, services.NextSequence(), null) { Written = written };
        append.Begin();
        store.Move(from.Sequence, ToStored(arrival, append.Sequence), append);
    }

    /// <summary>
    /// Decides whether a message that is on disk now is kept in memory, too. It is not if there are messages before it that are in the store
    /// only, or if many are in memory.
    /// </summary>
    public bool TryLoad(QueuedMessage message)
    {
        if (Unread == 0 && _loaded < MostLoaded && _loadedBytes < MostLoadedBytes)
        {
            Count(message, 1);
            return true;
        }

        if (Unread++ == 0)
        {
            _unread = new StoreRange(_id!.Value, message.Sequence - 1, message.Sequence, PageMessages, PageBytes);
        }

        _unread = _unread with { Through = message.Sequence };
        Load();
        return false;
    }

    /// <summary>Stores the number of failed deliveries.</summary>
    public void SetDeliveryCount(QueuedMessage message, IStoreCallback? written) =>
        store.SetDeliveryCount(message.Sequence, message.DeliveryCount, written);

    /// <summary>Handles that a message has left the memory of the queue.</summary>
    /// <param name="message">The message.</param>
    /// <param name="isMoved">Whether the message is moved in the store, and must not be removed there.</param>
    /// <param name="written">Is called when the message is removed on disk; null if nobody waits for that.</param>
    public void Leave(QueuedMessage message, bool isMoved, IStoreCallback? written)
    {
        Count(message, -1);
        if (!isMoved)
        {
            store.Remove(message.Sequence, written);
        }

        Load();
    }

    /// <summary>Deletes the queue with its messages.</summary>
    public void Delete()
    {
        if (_id is { } id)
        {
            store.DeleteQueue(id);
            _id = null;
            Unread = 0;
        }
    }

    /// <summary>
    /// Continues the chore when messages that are in the store only have been read. Returns false if there are no such messages.
    /// </summary>
    public bool ContinueWhenLoaded(IChore chore)
    {
        if (Unread == 0)
        {
            return false;
        }

        _waiting = chore;
        Load();
        return true;
    }

    /// <summary>Reads the next page, if there is room in the window.</summary>
    public void Load()
    {
        if (Unread > 0 && !IsReading && HasRoom)
        {
            IsReading = true;
            _asked = _unread;
            store.Read(_asked, this);
        }
    }

    void IStoreReader.OnRead(IReadOnlyList<StoredMessage> page, bool atEnd, StoreFailure? failure)
    {
        // A deleted queue has no ID, and does not read again.
        foreach (var stored in _id is null ? [] : page)
        {
            Unread--;
            _unread = _unread with { After = stored.Sequence };
            var message = QueuedMessage.Of(stored, queue, services.Context.Time);
            Count(message, 1);
            queue.Messages.Restore(message);
        }

        // Not before: a message that has expired leaves at once, and the next page must not be read while the rest of this one is missing.
        IsReading = false;
        if (_id is null)
        {
            return;
        }

        if (atEnd && failure is null && Unread > 0 && _asked.Through == _unread.Through)
        {
            // The store has found messages to be damaged, and does not deliver them.
            queue.Messages.Limits.Remove(Unread, 0);
            Unread = 0;
        }

        queue.StoreEvents.OnLoaded();
        if (failure is null)
        {
            Load();
        }

        if (_waiting is { } chore)
        {
            _waiting = null;
            services.Context.Turns.Chores.DoLater(chore);
        }
    }

    private void Count(QueuedMessage message, int sign)
    {
        _loaded += sign;
        _loadedBytes += sign * message.Cost;
    }

    private bool IsStored(Arrival arrival) => queue.Settings.Durable || arrival.Header.Durable;

    private bool Append(Arrival arrival, PendingAppend append)
    {
        append.Begin();
        store.Append(ToStored(arrival, append.Sequence), append);
        return true;
    }

    private StoredMessage ToStored(Arrival arrival, long sequence)
    {
        Persist();
        var enqueued = arrival.At.ToUnixTimeMilliseconds();
        return new StoredMessage
        {
            Queue = _id!.Value,
            Sequence = sequence,
            Format = arrival.Format,
            Enqueued = enqueued,
            Expires = arrival.Header.TimeToLive == 0 ? null : enqueued + arrival.Header.TimeToLive,
            DeliveryCount = arrival.Header.DeliveryCount,
            Payload = arrival.Payload,
        };
    }
}
