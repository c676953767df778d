using Amqp;

namespace Amqp1.Wire;

/// <summary>Makes AMQP messages of outgoing ones.</summary>
internal static class AmqpMessages
{
    /// <inheritdoc cref="EncodedMessage(OutgoingMessage, string, TimeSpan?, CallId?, string?)" />
    public static Message Create(OutgoingMessage outgoing, string address, TimeSpan? timeToLive, CallId? messageId, string? replyTo) =>
        new() { BodySection = new EncodedMessage(outgoing, address, timeToLive, messageId, replyTo) };

    /// <summary>An outgoing message as its receiver gets it, with a buffer of its own.</summary>
    public static Message AsReceived(Message outgoing) => Message.Decode(outgoing.Encode());
}
