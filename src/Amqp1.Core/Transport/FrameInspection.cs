using System.Buffers.Binary;

namespace Amqp1.Transport;

/// <summary>Looks at an encoded frame without decoding it (AMQP 1.0, 2.3).</summary>
internal static class FrameInspection
{
    private const byte AmqpFrame = 0;
    private const byte SmallUlong = 0x53;
    private const byte FlowDescriptor = 0x13;

    /// <summary>The size field; the buffer starts with it.</summary>
    public static int Size(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadInt32BigEndian(frame);

    /// <summary>Whether a whole frame, its size field included, carries a flow performative.</summary>
    public static bool IsFlow(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < 8 || frame[5] != AmqpFrame)
        {
            return false;
        }

        var body = frame[4] * 4;
        return frame.Length > body + 2 && frame[body] == 0 && frame[body + 1] == SmallUlong && frame[body + 2] == FlowDescriptor;
    }
}
