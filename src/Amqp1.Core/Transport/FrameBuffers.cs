using Amqp;
using Amqp1.Transport.Buffers;

namespace Amqp1.Transport;

/// <summary>
/// Provides AMQPNetLite with arrays for its frames and encoded messages. AMQPNetLite returns most arrays itself. The array of a message is
/// returned when the message is disposed; otherwise the garbage collector reclaims it.
/// </summary>
internal sealed class FrameBuffers : IBufferManager
{
    private FrameBuffers()
    {
    }

    public static FrameBuffers Shared { get; } = new();

    /// <inheritdoc />
    public ArraySegment<byte> TakeBuffer(int bufferSize) => new(BufferPool.Rent(bufferSize));

    /// <inheritdoc />
    public void ReturnBuffer(ArraySegment<byte> buffer) => BufferPool.Return(buffer.Array!);
}
