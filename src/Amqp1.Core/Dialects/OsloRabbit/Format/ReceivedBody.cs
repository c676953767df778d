using Amqp;
using Amqp1.Json;
using Amqp1.Wire;

namespace Amqp1.Dialects.OsloRabbit.Format;

/// <summary>Reads the JSON text of a received message (docs/spec/rabbit-messages.md#sections).</summary>
internal static class ReceivedBody
{
    /// <summary>
    /// Returns the body without compression, but still in its envelope. Throws <see cref="WireFormatException"/> if that is not possible.
    /// </summary>
    public static ReadOnlyMemory<byte> Read(Message message)
    {
        var body = MessageBody.Read(message) ?? throw new WireFormatException("The message has no body.");
        if (body.Span is [(byte)'{', ..])
        {
            return body;
        }

        var text = BodyCompression.Decompress(body);
        return text.Equals(body) && CompressionOf(message) is { } unknown
            ? throw new WireFormatException($"The body has the compression {unknown}, which is not supported.")
            : text;
    }

    /// <summary>
    /// Returns the message inside the envelope, or the text itself if it has no envelope (docs/spec/rabbit-messages.md#envelope). The
    /// message is not yet checked. Throws <see cref="WireFormatException"/> if the text is not a JSON object.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="rented">The message if it is in a rented array; otherwise empty. Code that no longer reads the message returns it.</param>
    public static ReadOnlyMemory<byte> Open(ReadOnlyMemory<byte> text, out JsonText rented)
    {
        rented = UsualEnvelope.Open(text.Span);
        return rented.IsEmpty ? LenientJson.Read(text, static text => Envelope.Find(text, "The body") ?? text) : rented;
    }

    /// <inheritdoc cref="Open(ReadOnlyMemory{byte}, out JsonText)" />
    /// <remarks>The message is never returned to the pool.</remarks>
    public static ReadOnlyMemory<byte> Open(ReadOnlyMemory<byte> text) => Open(text, out _);

    private static string? CompressionOf(Message message) =>
        message.ApplicationProperties?.Map[BodyCompression.PropertyName] as string;
}
