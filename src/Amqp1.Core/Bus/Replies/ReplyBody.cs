using Amqp;
using Amqp1.Dialects;

namespace Amqp1.Bus.Replies;

/// <summary>
/// The body of a reply, in the buffer in which it was received. The code that receives the body disposes it once, after reading it. The
/// buffer is then reused for another frame.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="format">The format of the text.</param>
/// <param name="message">The message that contains the text; null if its buffer is not to be returned.</param>
internal readonly struct ReplyBody(ReadOnlyMemory<byte> text, IMessageFormat format, Message? message = null) : IDisposable
{
    public ReadOnlyMemory<byte> Text { get; } = text;

    /// <inheritdoc cref="IMessageFormat.ReadResult" />
    public Reply Read() => format.ReadResult(Text);

    public void Dispose() => message?.Dispose();
}
