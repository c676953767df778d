namespace Amqp1.Transport.Clock;

/// <summary>
/// The scheduled timers of a <see cref="ClockThread"/> as a binary heap, with the timer that is due first at the top. Every timer knows its
/// index, so that rescheduling one of many thousands is cheap and does not allocate. Guarded by the clock's lock.
/// </summary>
internal sealed class ClockHeap
{
    private readonly List<ClockTimer> _timers = [];

    /// <summary>The timer that is due first; null if the heap is empty.</summary>
    public ClockTimer? First => _timers.Count > 0 ? _timers[0] : null;

    /// <summary>Adds a timer that is not in the heap.</summary>
    public void Add(ClockTimer timer)
    {
        _timers.Add(timer);
        MoveUp(timer, _timers.Count - 1);
    }

    /// <summary>Removes a timer. Does nothing if the timer is not in the heap.</summary>
    public void Remove(ClockTimer timer)
    {
        var index = timer.Index;
        if (index < 0)
        {
            return;
        }

        timer.Index = -1;
        var last = _timers[^1];
        _timers.RemoveAt(_timers.Count - 1);
        if (last != timer)
        {
            // The last timer fills the gap and moves up or down to its correct position.
            MoveDown(last, index);
            MoveUp(last, last.Index);
        }
    }

    private void MoveUp(ClockTimer timer, int index)
    {
        while (index > 0)
        {
            var parent = (index - 1) / 2;
            if (_timers[parent].Due <= timer.Due)
            {
                break;
            }

            Put(_timers[parent], index);
            index = parent;
        }

        Put(timer, index);
    }

    private void MoveDown(ClockTimer timer, int index)
    {
        while (true)
        {
            var child = (2 * index) + 1;
            if (child >= _timers.Count)
            {
                break;
            }

            if (child + 1 < _timers.Count && _timers[child + 1].Due < _timers[child].Due)
            {
                child++;
            }

            if (_timers[child].Due >= timer.Due)
            {
                break;
            }

            Put(_timers[child], index);
            index = child;
        }

        Put(timer, index);
    }

    private void Put(ClockTimer timer, int index)
    {
        _timers[index] = timer;
        timer.Index = index;
    }
}
