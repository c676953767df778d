using Amqp1.Transport.Buffers;

namespace Amqp1.Transport;

/// <summary>A message whose last frame was not received yet, in a rented array.</summary>
internal sealed class PartialMessage(uint deliveryId)
{
    private byte[]? _bytes = [];

    /// <summary>The delivery-id from the first frame.</summary>
    public uint DeliveryId { get; } = deliveryId;

    /// <summary>The number of bytes that are held.</summary>
    public int Length { get; private set; }

    /// <summary>Adds the payload of a frame. Returns the number of added bytes, which is 0 after the message was dropped.</summary>
    public int Add(ReadOnlySpan<byte> payload)
    {
        if (_bytes is not { } bytes)
        {
            return 0;
        }

        var length = checked(Length + payload.Length);
        if (length > bytes.Length)
        {
            _bytes = BufferPool.Rent((int)Math.Min(Array.MaxLength, Math.Max(length, 2L * bytes.Length)));
            bytes.AsSpan(0, Length).CopyTo(_bytes);
            BufferPool.Return(bytes);
        }

        payload.CopyTo(_bytes.AsSpan(Length));
        Length = length;
        return payload.Length;
    }

    /// <summary>Drops the message and ignores its further frames. Returns the number of bytes that were held.</summary>
    public int Drop()
    {
        var held = Length;
        if (_bytes is not null)
        {
            BufferPool.Return(_bytes);
        }

        _bytes = null;
        Length = 0;
        return held;
    }

    /// <summary>Returns the message, or null if it was dropped or cannot be decoded.</summary>
    public AssembledMessage? Decode() =>
        _bytes is not null && MessageRepair.Decode(new ArraySegment<byte>(_bytes, 0, Length)) is { } message ? new AssembledMessage(message, _bytes) : null;
}
