using System.Buffers.Binary;

namespace Amqp1.Transport;

/// <summary>Looks at an encoded frame without decoding it (AMQP 1.0, 2.3).</summary>
internal static class FrameInspection
{
    /// <summary>The size field; the buffer starts with it.</summary>
    public static int Size(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadInt32BigEndian(frame);
}
