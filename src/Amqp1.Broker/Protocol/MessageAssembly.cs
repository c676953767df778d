using Amqp1.Broker.Protocol.Frames;

namespace Amqp1.Broker.Protocol;

/// <summary>
/// A message of several frames that is not complete yet. Its whole buffer counts as held by its connection. If the broker is full, the
/// message is discarded, and only the length of its frames is counted.
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

    /// <summary>The complete message. It stays valid after <see cref="Release"/>.</summary>
    public ReadOnlyMemory<byte> Payload => IsDiscarded ? default : _buffer.AsMemory(0, Length);

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

    private void Resize(int size)
    {
        if (_connection.Context.Memory.IsFull)
        {
            _connection.Memory.Release(_buffer.Length);
            _buffer = [];
            IsDiscarded = true;
            return;
        }

        _connection.Memory.Hold(size - _buffer.Length);
        Array.Resize(ref _buffer, size);
    }
}
