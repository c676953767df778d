using Amqp1.Broker.Protocol.Frames;
using Amqp1.Transport.Buffers;

namespace Amqp1.Broker.Protocol;

/// <summary>
/// A message of several frames that is not complete yet. A large one is in a rented array. The whole array counts as held by its connection.
/// If the broker is full, the message is discarded, and only the length of its frames is counted.
/// </summary>
internal sealed class MessageAssembly
{
    private readonly Connection _connection;
    private byte[] _buffer = [];

    public MessageAssembly(uint deliveryId, in TransferFrame first, Connection connection)
    {
        _connection = connection;
        DeliveryId = deliveryId;
        Format = first.MessageFormat ?? 0;
        Resize(first.Payload.Length);
        Append(first);
    }

    public uint DeliveryId { get; }

    public uint Format { get; }

    public bool Settled { get; private set; }

    public int Length { get; private set; }

    /// <summary>Whether the message was discarded because the broker was full.</summary>
    public bool IsDiscarded { get; private set; }

    /// <summary>The complete message. It stays valid after <see cref="Release"/>, until <see cref="Return"/> is called.</summary>
    public ReadOnlySpan<byte> Payload => IsDiscarded ? default : _buffer.AsSpan(0, Length);

    public void Append(in TransferFrame frame)
    {
        var needed = Length + frame.Payload.Length;
        if (!IsDiscarded && needed > _buffer.Length)
        {
            Resize((int)Math.Min(Array.MaxLength, Math.Max(needed, _buffer.Length * 2L)));
        }

        if (!IsDiscarded)
        {
            frame.Payload.CopyTo(_buffer.AsSpan(Length));
        }

        Length = needed;
        Settled |= frame.Settled;
    }

    /// <summary>Stops counting the message as an unfinished one.</summary>
    public void Release() => _connection.Memory.Release(_buffer.Length);

    /// <summary>Returns the array, after <see cref="Release"/>. The message must not be read any more.</summary>
    public void Return() => BufferPool.Return(_buffer);

    /// <summary>Drops the message, which is not complete.</summary>
    public void Drop()
    {
        Release();
        Return();
    }

    private void Resize(int size)
    {
        _connection.Memory.Release(_buffer.Length);
        var old = _buffer;
        if (_connection.Context.Memory.IsFull)
        {
            _buffer = [];
            IsDiscarded = true;
        }
        else
        {
            // A small rented array could be twice as large as needed.
            _buffer = size > BufferPool.LargestSmall ? BufferPool.Rent(size) : new byte[size];
            old.AsSpan(0, Length).CopyTo(_buffer);
            _connection.Memory.Hold(_buffer.Length);
        }

        BufferPool.Return(old);
    }
}
