using System.Buffers.Binary;
using Amqp1.Broker.Codec;
using Amqp1.Transport;

namespace Amqp1.Broker.Nodes.Routing;

/// <summary>
/// The time-to-live of a message that the broker holds: its deadline, and the position of the time-to-live in the header of the message
/// (AMQP 1.0 part 3, section 3.2.1).
/// </summary>
internal sealed class Expiry
{
    private readonly int _offset;

    private Expiry(long deadline, int offset)
    {
        Deadline = deadline;
        _offset = offset;
    }

    /// <summary>The deadline as a timestamp of the broker's clock.</summary>
    public long Deadline { get; }

    /// <summary>
    /// Returns the expiry of a message that has just arrived; null if it has none. A time-to-live of 0 counts as none, because clients
    /// write it for "not set".
    /// </summary>
    public static Expiry? Of(ReadOnlySpan<byte> message, TimeProvider time)
    {
        var milliseconds = MessageHeader.ReadTimeToLive(message, out var offset);
        return milliseconds == 0 ? null : new Expiry(time.GetTimestamp() + (long)(milliseconds / 1000.0 * time.TimestampFrequency), offset);
    }

    /// <summary>Writes the remaining time-to-live into the message, at least a millisecond.</summary>
    public void Reduce(Span<byte> message, TimeProvider time)
    {
        var left = Math.Max(1, (long)time.GetElapsedTime(time.GetTimestamp(), Deadline).TotalMilliseconds);
        if (message[_offset] == FormatCode.SmallUInt)
        {
            message[_offset + 1] = (byte)left;
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(message[(_offset + 1)..], (uint)left);
        }
    }
}
