using Amqp;

namespace Amqp1.Transport;

/// <summary>A reference to the buffer of a frame, which is released when the frame is written.</summary>
internal sealed class FrameReference(ByteBuffer buffer) : IDisposable
{
    public ReadOnlyMemory<byte> Bytes => buffer.Buffer.AsMemory(buffer.Offset, buffer.Length);

    public void Dispose() => LibraryInternals.ReleaseReference(buffer);
}
