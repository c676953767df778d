using System.Text;
using Amqp;
using Amqp1.Json;
using Amqp1.Wire;

namespace Amqp1.Dialects.OsloRabbit.Format;

/// <summary>
/// Determines which call a reply answers (docs/spec/rabbit-messages.md#matching). This code runs on the pump, so it avoids reading the
/// whole reply.
/// </summary>
internal static class ReplyMatch
{
    /// <summary>The size of a body above which it cannot be that of a heartbeat.</summary>
    private const int LargestHeartbeat = 1024;

    /// <summary>Reads a reply as far as necessary. Does not throw.</summary>
    public static IncomingReply Read(Message message)
    {
        var correlationId = MessageIds.CorrelationIdOf(message);
        var call = CallId.Parse(correlationId);
        try
        {
            var body = MessageBody.Read(message) ?? throw new WireFormatException("The reply has no body.");
            if (ReplyTail.TryFind(body.Span, out var named))
            {
                return call is null ? ByBody(Encoding.UTF8.GetString(named), body) : new IncomingReply(call, correlationId, body);
            }

            return call is not null && body.Length > LargestHeartbeat
                ? new IncomingReply(call, correlationId, body)
                : ReadWhole(message, call, correlationId);
        }
        catch (WireFormatException malformed)
        {
            return new IncomingReply(call, correlationId, Body: null, malformed);
        }
    }

    private static IncomingReply ReadWhole(Message message, CallId? call, object? correlationId)
    {
        // The text without compression and envelope is passed on, so that this is not done again.
        var text = ReceivedBody.Open(ReceivedBody.Read(message));
        var fields = ReplyReader.ReadFields(text);
        var body = fields.IsHeartbeat ? (ReadOnlyMemory<byte>?)null : text;
        return call is null ? ByBody(fields.Call, body) : new IncomingReply(call, correlationId, body);
    }

    private static IncomingReply ByBody(string? named, ReadOnlyMemory<byte>? body) => new(CallId.Parse((object?)named), named, body);
}
