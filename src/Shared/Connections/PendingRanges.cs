namespace Amqp1.Transport;

/// <summary>
/// The positions of the last disposition frames in an array that is not written yet. Threads that accept messages at the same time extend
/// different ranges, so that more than one is remembered. Not thread-safe.
/// </summary>
internal sealed class PendingRanges
{
    private const int Remembered = 4;

    private readonly (AcceptedRange Range, int Position)[] _ranges = new (AcceptedRange, int)[Remembered];
    private int _count;
    private int _next;

    /// <summary>Extends a frame in the array by the range. Returns false if there is none to which the range is adjacent.</summary>
    public bool TryExtend(in AcceptedRange range, byte[] array)
    {
        foreach (ref var known in _ranges.AsSpan(0, _count))
        {
            if (known.Range.TryMerge(range))
            {
                known.Range.Write(array.AsSpan(known.Position));
                return true;
            }
        }

        return false;
    }

    /// <summary>Remembers a new frame, in the place of the oldest if there are too many.</summary>
    public void Add(in AcceptedRange range, int position)
    {
        _ranges[_next] = (range, position);
        _next = (_next + 1) % Remembered;
        _count = Math.Min(_count + 1, Remembered);
    }

    /// <summary>Forgets the frames, because their array is being written.</summary>
    public void Clear()
    {
        _count = 0;
        _next = 0;
    }
}
