using System.Buffers;
using Amqp;

namespace Amqp1.Transport;

/// <summary>A message of which more frames are to come.</summary>
internal sealed class PartialMessage(uint deliveryId)
{
    private ArrayBufferWriter<byte>? _bytes = new();

    /// <summary>The id that its first frame gave.</summary>
    public uint DeliveryId { get; } = deliveryId;

    /// <summary>How many bytes are held.</summary>
    public int Length => _bytes?.WrittenCount ?? 0;

    /// <summary>Adds what a frame carries; returns how many bytes that were, none after the message was dropped.</summary>
    public int Add(ReadOnlySpan<byte> payload)
    {
        if (_bytes is null)
        {
            return 0;
        }

        _bytes.Write(payload);
        return payload.Length;
    }

    /// <summary>Gives up the message, whose further frames do not matter; returns how many bytes were held.</summary>
    public int Drop()
    {
        var held = Length;
        _bytes = null;
        return held;
    }

    /// <summary>The message; null when it was dropped or cannot be decoded.</summary>
    public Message? Decode() =>
        _bytes is not null && System.Runtime.InteropServices.MemoryMarshal.TryGetArray(_bytes.WrittenMemory, out var bytes)
            ? EncodedMessages.Decode(bytes)
            : null;
}
