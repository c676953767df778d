using Amqp;
using Amqp.Framing;

namespace Amqp1.Tests.Harness.Peer;

/// <summary>Messages as a Python peer sends them. Tests can change them.</summary>
internal static class PeerMessages
{
    public static Message Request(string method, string messageId, string? replyTo = null, string data = "x", string extra = "")
    {
        var message = new Message
        {
            Properties = new Properties { MessageId = messageId },
            BodySection = new AmqpValue { Value = $$$"""{"request":{"method":"{{{method}}}","args":{"data":"{{{data}}}"}{{{extra}}} },"context":{}}""" },
        };
        if (replyTo is not null)
        {
            message.Properties.ReplyTo = replyTo;
        }

        return message;
    }

    public static Message Reply(object? correlationId, string body = """{"response":"made up"}""")
    {
        var message = new Message { Properties = new Properties(), BodySection = new AmqpValue { Value = body } };
        if (correlationId is string text)
        {
            message.Properties.CorrelationId = text;
        }
        else if (correlationId is not null)
        {
            message.Properties.SetCorrelationId(correlationId);
        }

        return message;
    }
}
