namespace Amqp1.Transport;

/// <summary>
/// Buffers received bytes and splits them into the protocol header and whole frames. Not thread-safe: one thread at a time reads.
/// </summary>
internal sealed class FrameReader
{
    private const int InitialSize = 64 * 1024;
    private const int ProtocolHeaderSize = 8;
    private const int SmallestFrame = 8;
    private const int FrameSizeField = 4;

    /// <summary>The number of bytes before the first frame, which <see cref="PlainTransfers"/> needs.</summary>
    private const int Headroom = PlainTransfers.Headroom;

    private byte[] _buffer = new byte[Headroom + InitialSize];
    private int _start = Headroom;
    private int _end = Headroom;
    private bool _headerRead;

    /// <summary>Returns the protocol header first and whole frames after it; false if more bytes are needed.</summary>
    /// <param name="next">The header or frame. It is valid until the next call of <see cref="MakeRoom"/>.</param>
    /// <param name="isFrame">Whether <paramref name="next"/> is a frame.</param>
    /// <exception cref="InvalidDataException">The size of the frame is not permitted.</exception>
    public bool TryRead(out Memory<byte> next, out bool isFrame)
    {
        var size = NextSize();
        isFrame = _headerRead;
        if (_end - _start < size)
        {
            next = default;
            return false;
        }

        next = _buffer.AsMemory(_start, size);
        _start += size;
        _headerRead = true;
        return true;
    }

    /// <summary>
    /// Returns the free part of the buffer, after moving the partial frame to the front of a buffer that has room for all of it.
    /// </summary>
    public Memory<byte> MakeRoom()
    {
        var left = _end - _start;
        var target = NextSize() > _buffer.Length - Headroom ? new byte[Headroom + AmqpTransport.MaxFrameSize] : _buffer;
        if (left > 0 && (_start > Headroom || target != _buffer))
        {
            Buffer.BlockCopy(_buffer, _start, target, Headroom, left);
        }

        _buffer = target;
        _start = Headroom;
        _end = Headroom + left;
        return _buffer.AsMemory(_end);
    }

    /// <summary>Adds the bytes that were read into the memory that <see cref="MakeRoom"/> returned.</summary>
    public void OnRead(int count) => _end += count;

    private int NextSize()
    {
        if (!_headerRead)
        {
            return ProtocolHeaderSize;
        }

        if (_end - _start < FrameSizeField)
        {
            return SmallestFrame;
        }

        var size = FrameInspection.Size(_buffer.AsSpan(_start));
        return size is >= SmallestFrame and <= AmqpTransport.MaxFrameSize
            ? size
            : throw new InvalidDataException($"The peer sent a frame of {(uint)size} bytes; the size must be between {SmallestFrame} and {AmqpTransport.MaxFrameSize}.");
    }
}
