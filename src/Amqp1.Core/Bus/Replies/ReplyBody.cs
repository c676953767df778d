using Amqp;

namespace Amqp1.Bus.Replies;

/// <summary>
/// The body of a reply, in the buffer in which it was received. The code that receives the body disposes it once, after reading it. The
/// buffer is then reused for another frame.
/// </summary>
/// <param name="text">The JSON text.</param>
/// <param name="message">The message that contains the text; null if its buffer is not to be returned.</param>
internal readonly struct ReplyBody(ReadOnlyMemory<byte> text, Message? message = null) : IDisposable
{
    public ReadOnlyMemory<byte> Text { get; } = text;

    public void Dispose() => message?.Dispose();
}
