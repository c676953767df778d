using Amqp;
using Amqp.Framing;

namespace Amqp1.Wire;

/// <summary>Makes AMQP messages of outgoing ones, section by section as specification E.1 has them.</summary>
/// <remarks>absolute-expiry-time is left out: upstream's value is wrong and brokers that heed it would drop calls (E.3).</remarks>
internal static class AmqpMessages
{
    /// <param name="outgoing">What to send.</param>
    /// <param name="address">The resolved address; it goes into <c>to</c>.</param>
    /// <param name="timeToLive">What is left of the message's time.</param>
    /// <param name="messageId">The id of a call.</param>
    /// <param name="replyTo">The reply address of a call.</param>
    public static Message Create(OutgoingMessage outgoing, string address, TimeSpan? timeToLive, string? messageId, string? replyTo)
    {
        var header = new Header();
        if (timeToLive is { } ttl)
        {
            header.Ttl = (uint)Math.Clamp((long)ttl.TotalMilliseconds, 1, uint.MaxValue);
        }

        var properties = new Properties { To = address };
        if (messageId is not null)
        {
            properties.MessageId = messageId;
            properties.ReplyTo = replyTo;
        }

        if (outgoing.CorrelationId is string text)
        {
            properties.CorrelationId = text;
        }
        else if (outgoing.CorrelationId is { } other)
        {
            properties.SetCorrelationId(other);
        }

        var message = new Message { Header = header, Properties = properties };
        if (outgoing.Trace is { } trace)
        {
            message.ApplicationProperties = new ApplicationProperties { [TraceContext.TraceparentName] = trace.Traceparent };
            if (!string.IsNullOrEmpty(trace.Tracestate))
            {
                message.ApplicationProperties[TraceContext.TracestateName] = trace.Tracestate;
            }
        }

        if (outgoing.Body is { } body)
        {
            message.BodySection = new JsonTextSection(body, TextAround(outgoing, address, messageId, replyTo));
        }

        return message;
    }

    private static int TextAround(OutgoingMessage outgoing, string address, string? messageId, string? replyTo)
    {
        // What each property costs beside its text, and ids that are no text.
        const int Margin = 32;
        const int TraceNames = 32;
        var length = Margin + address.Length + (messageId?.Length ?? 0) + (replyTo?.Length ?? 0) + ((outgoing.CorrelationId as string)?.Length ?? 0);
        return outgoing.Trace is { } trace ? length + TraceNames + trace.Traceparent.Length + (trace.Tracestate?.Length ?? 0) : length;
    }
}
