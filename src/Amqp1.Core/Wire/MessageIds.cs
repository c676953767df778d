using Amqp;

namespace Amqp1.Wire;

/// <summary>
/// Reads ids of messages from anybody. AMQPNetLite throws for ids of types that AMQP does not allow (AMQP 1.0, 3.2.4); for us they are
/// ids that nobody can refer to, and no reason to leave a message unsettled.
/// </summary>
internal static class MessageIds
{
    public static object? MessageIdOf(Message message) => Read(message, static from => from.Properties?.GetMessageId());

    public static object? CorrelationIdOf(Message message) => Read(message, static from => from.Properties?.GetCorrelationId());

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
