using Amqp;

namespace Amqp1.Dialects.OsloAmqp1;

/// <summary>Creates AMQP messages from outgoing messages.</summary>
internal static class AmqpMessages
{
    /// <inheritdoc cref="EncodedMessage(OutgoingMessage, string, TimeSpan?, CallId?, string?)" />
    public static Message Create(OutgoingMessage outgoing, string address, TimeSpan? timeToLive, CallId? messageId, string? replyTo) =>
        new() { BodySection = new EncodedMessage(outgoing, address, timeToLive, messageId, replyTo) };

    /// <summary>Returns an outgoing message as its receiver gets it, with a buffer of its own.</summary>
    public static Message AsReceived(Message outgoing) => Message.Decode(outgoing.Encode());
}
