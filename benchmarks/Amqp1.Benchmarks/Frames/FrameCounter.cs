using System.Buffers.Binary;

namespace Amqp1.Benchmarks.Frames;

/// <summary>Counts the frames of one direction of one connection. The bytes are given to it in pieces of any length.</summary>
/// <param name="total">The sum over the connections.</param>
internal sealed class FrameCounter(FrameTotal total)
{
    private const int ProtocolHeaderSize = 8;

    /// <summary>The bytes of a frame up to its descriptor: the frame header, the constructor of a described value, and the code.</summary>
    private const int CountedStart = 11;

    private readonly byte[] _start = new byte[CountedStart];
    private int _startLength;
    private long _remaining;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        total.AddBytes(bytes.Length);
        while (!bytes.IsEmpty)
        {
            if (_remaining > 0)
            {
                var skipped = (int)Math.Min(_remaining, bytes.Length);
                _remaining -= skipped;
                bytes = bytes[skipped..];
                continue;
            }

            var wanted = _startLength < ProtocolHeaderSize ? ProtocolHeaderSize : Math.Min(CountedStart, Size);
            var taken = Math.Min(wanted - _startLength, bytes.Length);
            bytes[..taken].CopyTo(_start.AsSpan(_startLength));
            _startLength += taken;
            bytes = bytes[taken..];
            if (_startLength == wanted)
            {
                OnStart();
            }
        }
    }

    private int Size => BinaryPrimitives.ReadInt32BigEndian(_start);

    private void OnStart()
    {
        if (_start.AsSpan(0, 4).SequenceEqual("AMQP"u8))
        {
            _startLength = 0;
        }
        else if (_startLength == Math.Min(CountedStart, Size))
        {
            _remaining = Size - _startLength;
            if (_startLength == CountedStart)
            {
                total.AddFrame(_start[^1]);
            }

            _startLength = 0;
        }
    }
}
