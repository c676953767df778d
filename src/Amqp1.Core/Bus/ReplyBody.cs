using Amqp;

namespace Amqp1.Bus;

/// <summary>
/// The body of a reply, still in the buffer that it came in. Whoever gets it disposes it, once, when it is read: the buffer then
/// goes to the next frame.
/// </summary>
/// <param name="text">The JSON text.</param>
/// <param name="message">The message that the text is part of; null when nobody waits for its buffer.</param>
internal readonly struct ReplyBody(ReadOnlyMemory<byte> text, Message? message = null) : IDisposable
{
    public ReadOnlyMemory<byte> Text { get; } = text;

    public void Dispose() => message?.Dispose();
}
