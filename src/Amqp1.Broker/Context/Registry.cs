namespace Amqp1.Broker.Context;

/// <summary>
/// The entities of one kind, numbered in the order in which they were added. They can be read over several turns while entities are added
/// and removed. Used in a turn.
/// </summary>
internal sealed class Registry<T>
    where T : class
{
    private readonly LinkedList<Registered<T>> _entities = [];
    private readonly Dictionary<T, LinkedListNode<Registered<T>>> _places = new(ReferenceEqualityComparer.Instance);
    private readonly List<Cursor> _cursors = [];
    private long _lastNumber;

    public int Count => _entities.Count;

    public void Add(T entity) => _places.Add(entity, _entities.AddLast(new Registered<T>(++_lastNumber, entity)));

    /// <summary>Removes the entity. Does nothing if it is not registered.</summary>
    public void Remove(T entity)
    {
        if (_places.Remove(entity, out var place))
        {
            foreach (var cursor in _cursors)
            {
                cursor.Leave(place);
            }

            _entities.Remove(place);
        }
    }

    /// <summary>Returns the number of an entity; 0 if it is not registered.</summary>
    public long NumberOf(T entity) => _places.TryGetValue(entity, out var place) ? place.Value.Number : 0;

    /// <summary>
    /// Reads the entities in the order of their numbers. The enumeration may continue in later turns; it then skips entities that were
    /// removed in the meantime.
    /// </summary>
    public IEnumerable<Registered<T>> Read()
    {
        var cursor = new Cursor(_entities.First);
        _cursors.Add(cursor);
        try
        {
            while (cursor.Take() is { } place)
            {
                yield return place.Value;
            }
        }
        finally
        {
            _cursors.Remove(cursor);
        }
    }

    private sealed class Cursor(LinkedListNode<Registered<T>>? first)
    {
        private LinkedListNode<Registered<T>>? _next = first;

        public LinkedListNode<Registered<T>>? Take()
        {
            var taken = _next;
            _next = taken?.Next;
            return taken;
        }

        public void Leave(LinkedListNode<Registered<T>> place)
        {
            if (_next == place)
            {
                _next = place.Next;
            }
        }
    }
}
