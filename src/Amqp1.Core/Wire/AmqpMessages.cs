using Amqp;

namespace Amqp1.Wire;

/// <summary>Makes AMQP messages of outgoing ones.</summary>
internal static class AmqpMessages
{
    /// <inheritdoc cref="EncodedMessage(OutgoingMessage, string, TimeSpan?, CallId?, string?)" />
    public static Message Create(OutgoingMessage outgoing, string address, TimeSpan? timeToLive, CallId? messageId, string? replyTo) =>
        new() { BodySection = new EncodedMessage(outgoing, address, timeToLive, messageId, replyTo) };
}
