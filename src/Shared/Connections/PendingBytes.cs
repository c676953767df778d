using Amqp1.Transport.Buffers;

namespace Amqp1.Transport;

/// <summary>
/// The bytes that a <see cref="CoalescedWriter"/> has still to write, in rented arrays. Small frames share one array, which is exchanged for a
/// larger one when it is full. Large frames fill one array after another, so that no byte is moved again, or are not copied at all. Not
/// thread-safe.
/// </summary>
internal sealed class PendingBytes
{
    private const int SmallestArray = 16 * 1024;

    /// <summary>The number of bytes in an array above which the next bytes go to another one.</summary>
    private const int FullArray = 256 * 1024;

    private readonly List<PendingPart> _full = [];
    private readonly PendingRanges _ranges = new();
    private byte[] _current = [];
    private int _used;

    /// <summary>The number of bytes.</summary>
    public int Length { get; private set; }

    /// <summary>Copies two contiguous spans.</summary>
    public void Add(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var size = first.Length + second.Length;
        if (_current.Length - _used < size)
        {
            MakeRoom(size);
        }

        first.CopyTo(_current.AsSpan(_used));
        second.CopyTo(_current.AsSpan(_used + first.Length));
        _used += size;
        Length += size;
    }

    /// <summary>
    /// Adds the disposition frame of a range, or extends one that is still to be written and to which the range is adjacent. The range then
    /// overtakes the frames in between. No frame of this side depends on its place: it settles deliveries that were received before all of them.
    /// </summary>
    public void Add(in AcceptedRange range)
    {
        if (_ranges.TryExtend(range, _current))
        {
            return;
        }

        if (_current.Length - _used < AcceptedRange.FrameSize)
        {
            MakeRoom(AcceptedRange.FrameSize);
        }

        range.Write(_current.AsSpan(_used));
        _ranges.Add(range, _used);
        _used += AcceptedRange.FrameSize;
        Length += AcceptedRange.FrameSize;
    }

    /// <summary>Adds bytes without copying them.</summary>
    public void Add(ReadOnlyMemory<byte> bytes, IDisposable owner)
    {
        EndArray();
        _full.Add(new PendingPart(bytes, owner));
        Length += bytes.Length;
    }

    /// <summary>Moves the bytes to a list, whose parts the caller returns one by one.</summary>
    public void MoveTo(List<PendingPart> taken)
    {
        EndArray();
        taken.AddRange(_full);
        Clear();
    }

    /// <summary>Drops the bytes.</summary>
    public void Clear()
    {
        _full.Clear();
        _ranges.Clear();
        _current = [];
        _used = 0;
        Length = 0;
    }

    private void MakeRoom(int size)
    {
        if (_used >= FullArray)
        {
            EndArray();
            _current = BufferPool.Rent(Math.Max(size, SmallestArray));
            return;
        }

        var larger = BufferPool.Rent(Math.Max(_used + size, Math.Max(SmallestArray, Math.Min(2 * _current.Length, FullArray))));
        _current.AsSpan(0, _used).CopyTo(larger);
        BufferPool.Return(_current);
        _current = larger;
    }

    /// <summary>Lets the next bytes go to another array.</summary>
    private void EndArray()
    {
        if (_used > 0)
        {
            _full.Add(new PendingPart(_current, _used));
            _ranges.Clear();
            _current = [];
            _used = 0;
        }
    }
}
