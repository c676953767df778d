namespace Amqp1.Broker.Protocol;

/// <summary>The bytes that were read from a socket and are not processed yet. They always begin at the start of a frame.</summary>
internal sealed class ReadBuffer
{
    private const int Initial = 16 * 1024;
    private const int Full = 64 * 1024;
    private byte[] _bytes = new byte[Initial];
    private int _start;
    private int _end;

    /// <summary>The free space for the next bytes.</summary>
    public Memory<byte> Free => _bytes.AsMemory(_end);

    public ReadOnlySpan<byte> Unread => _bytes.AsSpan(_start, _end - _start);

    public void Filled(int count) => _end += count;

    public void Taken(int count) => _start += count;

    /// <summary>Moves the unread bytes to the front of a buffer that is large enough for the whole next frame and grows with the traffic.</summary>
    public void MakeRoom(int lastRead, int frame)
    {
        var left = _end - _start;
        var size = _bytes.Length;
        if (lastRead == size && size < Full)
        {
            size = Full;
        }

        if (frame > size)
        {
            size = Math.Max(frame, Full);
        }

        var target = size == _bytes.Length ? _bytes : new byte[size];
        if (left > 0 && (_start > 0 || target != _bytes))
        {
            Buffer.BlockCopy(_bytes, _start, target, 0, left);
        }

        _bytes = target;
        _start = 0;
        _end = left;
    }
}
