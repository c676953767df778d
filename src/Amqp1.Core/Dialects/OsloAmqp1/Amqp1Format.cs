using Amqp;
using Amqp1.Json;
using Amqp1.Transport;
using Amqp1.Wire;

namespace Amqp1.Dialects.OsloAmqp1;

/// <summary>
/// The message format of oslo.messaging's amqp1 driver: addresses and IDs are message properties, and the body is JSON text
/// (docs/spec/messages.md).
/// </summary>
internal sealed class Amqp1Format : IMessageFormat
{
    private static readonly TextCache ReplyAddresses = new();

    public static Amqp1Format Instance { get; } = new();

    /// <inheritdoc />
    public bool ReadsPlainMessages => true;

    public Message Encode(OutgoingMessage outgoing, in SendAttempt attempt) => new() { BodySection = new EncodedMessage(outgoing, attempt) };

    public IncomingRequest ReadRequest(Message message)
    {
        // The sections of the usual message are read once for all its values.
        var isPlain = PlainMessage.TryOpen(message, out var plain, out var bytes);
        var address = isPlain ? ReplyAddressOf(plain) : ReplyAddressOf(message);
        var reply = address is null ? null : new ReplyRoute(address, isPlain ? MessageIds.TextOf(plain.MessageId) : MessageIds.MessageIdOf(message));
        var timeToLive = isPlain ? MessageHeader.TimeToLiveOf(plain.TimeToLive) : MessageHeader.TimeToLiveOf(message);
        try
        {
            var request = RpcRequestReader.Read(isPlain ? bytes[^plain.BodyLength..] : BodyOf(message), out var acceptedParts);
            return new IncomingRequest(request, reply, UniqueId: null, Fault: null, TimeToLive: timeToLive, AcceptedParts: acceptedParts);
        }
        catch (WireFormatException malformed)
        {
            return new IncomingRequest(Request: null, reply, UniqueId: null, malformed, TimeToLive: timeToLive);
        }
    }

    public string? ReplyAddressOf(Message message)
    {
        if (PlainMessage.TryOpen(message, out var plain, out _))
        {
            return ReplyAddressOf(plain);
        }

        return message.Properties?.ReplyTo is { Length: > 0 } address ? address : null;
    }

    public IncomingNotification ReadNotification(Message message) => NotificationReader.Read(BodyOf(message));

    /// <inheritdoc />
    /// <remarks>A link receives the notifications of one address, so that messages need not tell it.</remarks>
    public string? NotificationTopicOf(Message message) => null;

    public IncomingReply ReadReply(Message message)
    {
        if (PlainMessage.TryOpen(message, out var plain, out var bytes) && CallId.Parse(plain.CorrelationId) is { } known)
        {
            return new IncomingReply(known, CorrelationId: null, bytes[^plain.BodyLength..]);
        }

        var correlationId = MessageIds.CorrelationIdOf(message);
        var call = CallId.Parse(correlationId);
        try
        {
            return new IncomingReply(call, correlationId, MessageBody.Read(message));
        }
        catch (WireFormatException malformed)
        {
            return new IncomingReply(call, correlationId, Body: null, malformed);
        }
    }

    public Reply ReadResult(ReadOnlyMemory<byte> body) => ReplyReader.Read(body);

    private static string? ReplyAddressOf(in PlainSections plain) => plain.ReplyTo.IsEmpty ? null : ReplyAddresses.Get(plain.ReplyTo);

    private static ReadOnlyMemory<byte> BodyOf(Message message) =>
        MessageBody.Read(message) ?? throw new WireFormatException("The message has no body.");
}
