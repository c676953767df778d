using Amqp;
using Amqp1.Json;

namespace Amqp1.Dialects;

/// <summary>
/// Converts between messages in the terms of oslo.messaging and AMQP messages. Stateless and thread-safe.
/// </summary>
internal interface IMessageFormat
{
    /// <summary>Whether the format reads messages that the transport has not decoded (<c>PlainMessage</c>).</summary>
    bool ReadsPlainMessages => false;

    /// <summary>
    /// Creates the AMQP message of one attempt. The message reads the content when it is passed to a link, and not after that. The content
    /// may be encoded again for another attempt, also by another format.
    /// </summary>
    Message Encode(OutgoingMessage outgoing, in SendAttempt attempt);

    /// <summary>
    /// Reads a request. Does not throw: a request that cannot be read has a <see cref="IncomingRequest.Fault"/>.
    /// </summary>
    IncomingRequest ReadRequest(Message message);

    /// <summary>
    /// Returns the address to which the reply is sent, without reading the whole message if possible; null if no reply is expected or if the
    /// message cannot be read.
    /// </summary>
    string? ReplyAddressOf(Message message);

    /// <summary>Reads a notification.</summary>
    /// <exception cref="WireFormatException">The message is not a notification.</exception>
    IncomingNotification ReadNotification(Message message);

    /// <summary>
    /// Returns the topic with priority to which a notification was sent; null if the message does not tell it. It is a text of the peer.
    /// </summary>
    string? NotificationTopicOf(Message message);

    /// <summary>
    /// Determines which call a reply answers, and whether it is a heartbeat. Called on the pump, so it must be cheap. Does not throw: a
    /// message that does not name a call has no <see cref="IncomingReply.Call"/>.
    /// </summary>
    IncomingReply ReadReply(Message message);

    /// <summary>Reads the body of a reply, which <see cref="ReadReply"/> returned.</summary>
    /// <exception cref="WireFormatException">The body is not a reply.</exception>
    Reply ReadResult(ReadOnlyMemory<byte> body);
}
