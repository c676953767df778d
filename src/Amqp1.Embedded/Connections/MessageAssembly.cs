using Amqp1.Embedded.Frames;

namespace Amqp1.Embedded.Connections;

/// <summary>A message of several frames that is still coming in.</summary>
internal sealed class MessageAssembly
{
    private byte[] _buffer;

    public MessageAssembly(uint deliveryId, in TransferFrame first)
    {
        DeliveryId = deliveryId;
        Format = first.MessageFormat ?? 0;
        _buffer = new byte[first.Payload.Length * 4];
        Append(first);
    }

    public uint DeliveryId { get; }

    public uint Format { get; }

    public bool Settled { get; private set; }

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Payload => _buffer.AsMemory(0, Length);

    public void Append(in TransferFrame frame)
    {
        var needed = Length + frame.Payload.Length;
        if (needed > _buffer.Length)
        {
            Array.Resize(ref _buffer, (int)Math.Min(Array.MaxLength, Math.Max(needed, _buffer.Length * 2L)));
        }

        frame.Payload.CopyTo(_buffer.AsSpan(Length));
        Length = needed;
        Settled |= frame.Settled;
    }
}
