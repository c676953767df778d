using Amqp;
using Amqp.Types;
using Amqp1.Configuration;
using Amqp1.Json;
using Amqp1.Wire;

namespace Amqp1.Dialects.OsloRabbit.Format;

/// <summary>
/// The message format of oslo.messaging's rabbit driver: everything that a message says is in its body, JSON text in a data section
/// (docs/spec/rabbit-messages.md).
/// </summary>
/// <param name="compression">The compression of the bodies that are sent.</param>
internal sealed class RabbitFormat(RabbitCompression compression = RabbitCompression.None) : IMessageFormat
{
    private static readonly Symbol RoutingKey = new("x-routing-key");

    /// <inheritdoc />
    public Message Encode(OutgoingMessage outgoing, in SendAttempt attempt) =>
        new() { BodySection = new EncodedMessage(outgoing, attempt, compression) };

    /// <inheritdoc />
    public IncomingRequest ReadRequest(Message message)
    {
        JsonText rented = default;
        var timeToLive = MessageHeader.TimeToLiveOf(message);
        try
        {
            return RequestReader.Read(ReceivedBody.Open(ReceivedBody.Read(message), out rented)) with { Text = rented, TimeToLive = timeToLive };
        }
        catch (WireFormatException malformed)
        {
            return new IncomingRequest(Request: null, Reply: null, UniqueId: null, malformed, rented, timeToLive);
        }
    }

    /// <inheritdoc />
    public string? ReplyAddressOf(Message message)
    {
        try
        {
            // A cast does not name a reply queue, and is not read for this.
            var body = ReceivedBody.Read(message);
            return body.Span.IndexOf("_reply_q"u8) < 0 ? null : RequestReader.Read(ReceivedBody.Open(body)).Reply?.Address;
        }
        catch (WireFormatException)
        {
            return null;
        }
    }

    /// <inheritdoc />
    public IncomingNotification ReadNotification(Message message)
    {
        var text = ReceivedBody.Open(ReceivedBody.Read(message), out var rented);
        return new IncomingNotification(NotificationReader.Read(text), rented);
    }

    /// <inheritdoc />
    /// <remarks>RabbitMQ adds the routing key to each message that it delivers.</remarks>
    public string? NotificationTopicOf(Message message) => message.MessageAnnotations?.Map[RoutingKey] as string;

    /// <inheritdoc />
    public IncomingReply ReadReply(Message message) => ReplyMatch.Read(message);

    /// <inheritdoc />
    public Reply ReadResult(ReadOnlyMemory<byte> body)
    {
        var text = ReceivedBody.Open(BodyCompression.Decompress(body), out var rented);
        return ReplyReader.Read(text) with { Text = rented };
    }
}
