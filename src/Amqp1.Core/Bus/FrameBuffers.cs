using Amqp;
using Amqp1.Wire;

namespace Amqp1.Bus;

/// <summary>
/// Lends AMQPNetLite the arrays for its frames and encoded messages. It gives most of them back by itself; those of messages come
/// back when the message is disposed, and one that never is belongs to the garbage collector.
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
