using System.Buffers.Binary;

namespace Amqp1.Transport;

/// <summary>Reads fields of an encoded frame without decoding it (AMQP 1.0, 2.3).</summary>
internal static class FrameInspection
{
    /// <summary>Returns the value of the size field, with which the frame starts.</summary>
    public static int Size(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadInt32BigEndian(frame);
}
