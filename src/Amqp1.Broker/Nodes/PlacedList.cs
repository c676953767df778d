namespace Amqp1.Broker.Nodes;

/// <summary>A list whose elements know their index. An element is removed in constant time: the last one moves to its index.</summary>
internal sealed class PlacedList<T>
    where T : class, IPlaced
{
    private readonly List<T> _elements = [];

    public int Count => _elements.Count;

    public T this[int index] => _elements[index];

    public void Add(T element)
    {
        element.Place = _elements.Count;
        _elements.Add(element);
    }

    public bool Contains(T element) => element.Place >= 0 && element.Place < _elements.Count && _elements[element.Place] == element;

    /// <summary>Removes the element. Returns false if it is in no list.</summary>
    public bool Remove(T element)
    {
        var place = element.Place;
        if (place < 0)
        {
            return false;
        }

        element.Place = -1;
        var last = _elements[^1];
        _elements.RemoveAt(_elements.Count - 1);
        if (last != element)
        {
            _elements[place] = last;
            last.Place = place;
        }

        return true;
    }
}
