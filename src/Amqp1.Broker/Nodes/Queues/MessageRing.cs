namespace Amqp1.Broker.Nodes.Queues;

/// <summary>
/// Messages in the order of their sequence numbers, in a ring. Messages are added at the end and removed anywhere. A removed message leaves
/// a gap. The gaps are closed when there are more of them than messages.
/// </summary>
internal sealed class MessageRing
{
    private const int Smallest = 16;
    private const int FewGaps = 64;
    private (long Sequence, QueuedMessage? Message)[] _ring = new (long, QueuedMessage?)[Smallest];
    private int _head;
    private int _slots;

    public int Count { get; private set; }

    /// <summary>The number of slots, for tests.</summary>
    public int Capacity => _ring.Length;

    public QueuedMessage? First => Count > 0 ? At(0).Message : null;

    /// <summary>Adds a message whose sequence number is higher than that of all others.</summary>
    public void Add(QueuedMessage message)
    {
        if (_slots == _ring.Length)
        {
            CloseGaps();
        }

        _slots++;
        At(_slots - 1) = (message.Sequence, message);
        Count++;
    }

    /// <summary>Returns the first message whose sequence number is at least this one; null if there is none.</summary>
    public QueuedMessage? From(long sequence)
    {
        for (var slot = Search(sequence); slot < _slots; slot++)
        {
            if (At(slot).Message is { } message)
            {
                return message;
            }
        }

        return null;
    }

    /// <summary>Removes a message that is in the ring.</summary>
    public void Remove(QueuedMessage message)
    {
        At(Search(message.Sequence)).Message = null;
        Count--;
        while (_slots > 0 && At(0).Message is null)
        {
            _head = (_head + 1) & (_ring.Length - 1);
            _slots--;
        }

        if (_slots - Count > Math.Max(FewGaps, Count) || (_ring.Length > FewGaps && Count < _ring.Length / 8))
        {
            CloseGaps();
        }
    }

    private ref (long Sequence, QueuedMessage? Message) At(int slot) => ref _ring[(_head + slot) & (_ring.Length - 1)];

    /// <summary>Returns the first slot whose sequence number is at least this one.</summary>
    private int Search(long sequence)
    {
        if (_slots > 0 && sequence - At(0).Sequence is >= 0 and var offset && offset < _slots && At((int)offset).Sequence == sequence)
        {
            // There is no gap in the numbers before it.
            return (int)offset;
        }

        var (low, high) = (0, _slots);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (At(middle).Sequence < sequence)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>Closes the gaps, in a ring of between twice and four times as many slots as there are messages.</summary>
    private void CloseGaps()
    {
        var length = Smallest;
        while (length < Count * 2)
        {
            length *= 2;
        }

        var ring = new (long, QueuedMessage?)[length];
        var kept = 0;
        for (var slot = 0; slot < _slots; slot++)
        {
            if (At(slot).Message is not null)
            {
                ring[kept++] = At(slot);
            }
        }

        _ring = ring;
        _head = 0;
        _slots = kept;
    }
}
