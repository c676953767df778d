using System.Buffers.Binary;

namespace Amqp1.Transport;

/// <summary>A range of received deliveries of one session that are accepted and settled by one disposition frame (AMQP 1.0, 2.7.6).</summary>
/// <param name="channel">The channel of the session.</param>
/// <param name="first">The first delivery ID.</param>
/// <param name="last">The last delivery ID. Delivery IDs are serial numbers, so that it may be smaller than the first.</param>
internal struct AcceptedRange(ushort channel, uint first, uint last)
{
    /// <summary>The size of the frame. It does not depend on the range, so that a written frame can be overwritten with a longer range.</summary>
    public const int FrameSize = 30;

    private const int ChannelPosition = 6;
    private const int FirstPosition = 16;
    private const int LastPosition = 21;

    public readonly ushort Channel { get; } = channel;

    public uint First { get; private set; } = first;

    public uint Last { get; private set; } = last;

    /// <summary>The frame with a range of zeros: header, descriptor, list of role, first, last, settled and state.</summary>
    private static ReadOnlySpan<byte> Template =>
    [
        0, 0, 0, FrameSize, 2, 0, 0, 0,
        0, 0x53, 0x15, 0xc0, FrameSize - 13, 5,
        0x41,
        0x70, 0, 0, 0, 0,
        0x70, 0, 0, 0, 0,
        0x41,
        0, 0x53, 0x24, 0x45,
    ];

    /// <summary>Extends the range if the other one begins or ends where this one ends or begins. Returns false if it does not.</summary>
    public bool TryMerge(in AcceptedRange other)
    {
        if (other.Channel != Channel)
        {
            return false;
        }

        if (other.First == unchecked(Last + 1))
        {
            Last = other.Last;
            return true;
        }

        if (First == unchecked(other.Last + 1))
        {
            First = other.First;
            return true;
        }

        return false;
    }

    /// <summary>Writes the frame.</summary>
    public readonly void Write(Span<byte> frame)
    {
        Template.CopyTo(frame);
        BinaryPrimitives.WriteUInt16BigEndian(frame[ChannelPosition..], Channel);
        BinaryPrimitives.WriteUInt32BigEndian(frame[FirstPosition..], First);
        BinaryPrimitives.WriteUInt32BigEndian(frame[LastPosition..], Last);
    }
}
