using System.Buffers;
using Amqp;

namespace Amqp1.Transport;

/// <summary>A message whose last frame was not received yet.</summary>
internal sealed class PartialMessage(uint deliveryId)
{
    private ArrayBufferWriter<byte>? _bytes = new();

    /// <summary>The delivery-id from the first frame.</summary>
    public uint DeliveryId { get; } = deliveryId;

    /// <summary>The number of bytes that are held.</summary>
    public int Length => _bytes?.WrittenCount ?? 0;

    /// <summary>Adds the payload of a frame. Returns the number of added bytes, which is 0 after the message was dropped.</summary>
    public int Add(ReadOnlySpan<byte> payload)
    {
        if (_bytes is null)
        {
            return 0;
        }

        _bytes.Write(payload);
        return payload.Length;
    }

    /// <summary>Drops the message and ignores its further frames. Returns the number of bytes that were held.</summary>
    public int Drop()
    {
        var held = Length;
        _bytes = null;
        return held;
    }

    /// <summary>Returns the message, or null if it was dropped or cannot be decoded.</summary>
    public Message? Decode() =>
        _bytes is not null && System.Runtime.InteropServices.MemoryMarshal.TryGetArray(_bytes.WrittenMemory, out var bytes)
            ? MessageRepair.Decode(bytes)
            : null;
}
