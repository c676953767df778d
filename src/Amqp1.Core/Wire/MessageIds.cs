using System.Text;
using Amqp;

namespace Amqp1.Wire;

/// <summary>
/// Reads the IDs of messages from any sender. AMQPNetLite throws for IDs of types that AMQP does not permit (AMQP 1.0, 3.2.4). Here such
/// an ID is treated as missing, because it must not prevent a message from being settled.
/// </summary>
internal static class MessageIds
{
    public static object? MessageIdOf(Message message) => PlainMessage.TryOpen(message, out var plain, out _)
        ? TextOf(plain.MessageId)
        : Read(message, static from => from.Properties?.GetMessageId());

    public static object? CorrelationIdOf(Message message) => PlainMessage.TryOpen(message, out var plain, out _)
        ? TextOf(plain.CorrelationId)
        : Read(message, static from => from.Properties?.GetCorrelationId());

    /// <summary>Returns the text of an ID; null if there is none.</summary>
    public static string? TextOf(ReadOnlySpan<byte> utf8) => utf8.IsEmpty ? null : Encoding.UTF8.GetString(utf8);

    private static object? Read(Message message, Func<Message, object?> read)
    {
        try
        {
            return read(message);
        }
        catch (AmqpException)
        {
            return null;
        }
    }
}
