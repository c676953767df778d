using Amqp1.Transport.Buffers;

namespace Amqp1.Transport;

/// <summary>Bytes that are still to be written, and the array or the owner to which they are given back after that.</summary>
internal readonly struct PendingPart
{
    private readonly byte[]? _rented;
    private readonly IDisposable? _owner;

    /// <summary>Initializes a part in a rented array.</summary>
    public PendingPart(byte[] rented, int length)
    {
        Bytes = rented.AsMemory(0, length);
        _rented = rented;
    }

    /// <summary>Initializes a part whose owner is disposed of after the write.</summary>
    public PendingPart(ReadOnlyMemory<byte> bytes, IDisposable owner)
    {
        Bytes = bytes;
        _owner = owner;
    }

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Gives the bytes back. Must be called once, when the stream does not use them any more.</summary>
    public void Return()
    {
        if (_rented is not null)
        {
            BufferPool.Return(_rented);
        }

        _owner?.Dispose();
    }
}
