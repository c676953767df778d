using Amqp1.Broker.Nodes;

namespace Amqp1.Broker.Protocol;

/// <summary>
/// The unsettled deliveries of one direction of a session by delivery ID, in a ring in the order of the IDs. The IDs are consecutive, so
/// the slot of an ID is usually known without a search; otherwise it takes a binary search. A removed delivery leaves a gap. The gaps are
/// closed when there are more of them than deliveries.
/// </summary>
internal sealed class DeliveryTable
{
    private const int Smallest = 16;
    private const int FewGaps = 64;
    private (uint Id, Delivery? Delivery)[] _ring = new (uint, Delivery?)[Smallest];
    private int _head;
    private int _slots;

    /// <summary>The number of slots of the ring, for tests.</summary>
    public int Capacity => _ring.Length;

    /// <summary>The number of deliveries in the table.</summary>
    public int Count { get; private set; }

    /// <summary>Adds the delivery. Returns false if the ID is in use.</summary>
    public bool TryAdd(uint id, Delivery delivery)
    {
        if (_slots == _ring.Length)
        {
            Grow();
        }

        if (_slots == 0 || unchecked((int)(id - At(_slots - 1).Id)) > 0)
        {
            _slots++;
            At(_slots - 1) = (id, delivery);
            Count++;
            return true;
        }

        return TryInsert(id, delivery);
    }

    public Delivery? Find(uint id)
    {
        var slot = Search(id);
        return slot < _slots && At(slot).Id == id ? At(slot).Delivery : null;
    }

    /// <summary>Returns the first delivery between two IDs, both included.</summary>
    public Delivery? FirstFrom(uint first, uint last, out uint id)
    {
        for (var slot = Search(first); slot < _slots; slot++)
        {
            var entry = At(slot);
            if (unchecked((int)(last - entry.Id)) < 0)
            {
                break;
            }

            if (entry.Delivery is { } delivery)
            {
                id = entry.Id;
                return delivery;
            }
        }

        id = 0;
        return null;
    }

    /// <summary>Removes the delivery with this ID and returns it; null if there is none.</summary>
    public Delivery? Remove(uint id)
    {
        var slot = Search(id);
        if (slot >= _slots || At(slot).Id != id || At(slot).Delivery is not { } delivery)
        {
            return null;
        }

        At(slot).Delivery = null;
        Count--;
        while (_slots > 0 && At(0).Delivery is null)
        {
            _head = (_head + 1) & (_ring.Length - 1);
            _slots--;
        }

        if (_slots - Count > Math.Max(FewGaps, Count))
        {
            MoveTo(_ring);
        }

        return delivery;
    }

    private ref (uint Id, Delivery? Delivery) At(int slot) => ref _ring[(_head + slot) & (_ring.Length - 1)];

    /// <summary>Returns the first slot whose ID is not before this one. IDs are compared by their distance from the first one.</summary>
    private int Search(uint id)
    {
        if (_slots == 0)
        {
            return 0;
        }

        var first = At(0).Id;
        var offset = unchecked(id - first);
        if (offset < _slots && At((int)offset).Id == id)
        {
            return (int)offset;
        }

        if (unchecked((int)offset) < 0 && offset > unchecked(At(_slots - 1).Id - first))
        {
            // The ID is before the first one, not two billion IDs behind it.
            return 0;
        }

        var (low, high) = (0, _slots);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (unchecked(At(middle).Id - first) < offset)
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

    /// <summary>
    /// Inserts an ID before the last one. It belongs to a message of several frames that began before other messages that are already
    /// complete.
    /// </summary>
    private bool TryInsert(uint id, Delivery delivery)
    {
        var slot = Search(id);
        if (At(slot).Id == id)
        {
            if (At(slot).Delivery is not null)
            {
                return false;
            }

            At(slot).Delivery = delivery;
            Count++;
            return true;
        }

        _slots++;
        for (var moved = _slots - 1; moved > slot; moved--)
        {
            At(moved) = At(moved - 1);
        }

        At(slot) = (id, delivery);
        Count++;
        return true;
    }

    private void Grow() => MoveTo(Count > _ring.Length / 2 ? new (uint, Delivery?)[_ring.Length * 2] : _ring);

    /// <summary>Closes the gaps.</summary>
    private void MoveTo((uint Id, Delivery? Delivery)[] target)
    {
        var kept = 0;
        var mask = target.Length - 1;
        var start = target == _ring ? _head : 0;
        for (var slot = 0; slot < _slots; slot++)
        {
            var entry = At(slot);
            if (entry.Delivery is not null)
            {
                target[(start + kept++) & mask] = entry;
            }
        }

        if (target == _ring)
        {
            for (var slot = kept; slot < _slots; slot++)
            {
                At(slot) = default;
            }
        }

        _ring = target;
        _head = start;
        _slots = kept;
    }
}
